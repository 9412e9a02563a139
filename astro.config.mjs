import mdx from "@astrojs/mdx";
import { defineConfig } from "astro/config";
import { course } from "./src/site/course.ts";
import { checkFolders, topicFolders } from "./src/site/folders.ts";
import { normaliseBase } from "./src/site/links.ts";

checkFolders(course, topicFolders("content"));

export default defineConfig({
  base: normaliseBase(process.env.BASE_PATH ?? course.basePath),
  ...(course.site ? { site: course.site } : {}),
  trailingSlash: "always",
  output: "static",
  // White space is kept where HTML has it; the default drops the space at the end of a line, which
  // the formatter may put anywhere.
  compressHTML: true,
  devToolbar: { enabled: false },
  integrations: [mdx()],
  // Code fences are drawn by our own components: Astro's highlighter writes inline styles,
  // which the policy below forbids.
  markdown: { syntaxHighlight: false },
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "connect-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "frame-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ],
    },
  },
});
