import { defineCollection } from "astro:content";
import { file, glob } from "astro/loaders";
import { z } from "astro/zod";

const topic = z.strictObject(
  {
    /** Heading of the page, where it differs from the topic's title in `course.config.ts`. */
    title: z.string().trim().min(1).optional(),
    /** The two or three sentences under the heading. */
    lede: z.string().trim().min(1),
    /** What the reader gets out of it, for search engines and previews. */
    promise: z.string().trim().min(1).optional(),
  },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `The front matter has the unknown field ${issue.keys?.join(", ")}: correct its name or ` +
          `remove it. Known fields: title, lede, promise.`
        : undefined,
  },
);

/** A topic is a folder with an `index.mdx`; its id is the folder's path below `content/`. */
const topics = defineCollection({
  loader: glob({
    base: "./content",
    pattern: "*/*/index.mdx",
    generateId: ({ entry }) => entry.replace(/\/index\.mdx$/, ""),
  }),
  schema: topic,
});

/** `content/glossary.yaml`: a list of terms; the id of each is its address on the page. */
const glossary = defineCollection({
  loader: file("content/glossary.yaml"),
  schema: z.strictObject({
    /** Address on the glossary's page: small letters and dashes. */
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "small letters, digits and dashes only"),
    term: z.string().min(1),
    /** Id of the topic that introduces it. */
    topic: z.string().min(1),
    /** What it means, in a sentence or two. */
    means: z.string().min(1),
  }),
});

export const collections = { topics, glossary };
