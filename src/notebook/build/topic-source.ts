/**
 * Reads a topic's MDX for what the notebook needs of it: its code fences, and the attributes of
 * the components that show runs and values. Positions are kept, for errors and for rewriting.
 */
import type { Code, Root } from "mdast";
import type { MdxJsxAttribute, MdxJsxFlowElement, MdxJsxTextElement } from "mdast-util-mdx-jsx";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";

/** A code fence. */
export type Fence = {
  lang: string;
  /** What stands behind the language, as name="value" or bare words. */
  meta: Record<string, string>;
  source: string;
  /** Line of the fence's first line of code, from 1. */
  line: number;
  /** Offsets of the whole fence in the file. */
  start: number;
  end: number;
};

/** A component in the text: its attributes as texts (an expression is its source). */
export type Tag = {
  name: string;
  attributes: Record<string, { text: string; start: number; end: number }>;
  line: number;
  start: number;
  end: number;
};

export type TopicSource = { file: string; text: string; fences: Fence[]; tags: Tag[] };

/** What is wrong with a topic: file, line and remedy in one message. */
export class TopicError extends Error {
  readonly file: string;
  readonly line: number;

  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.name = "TopicError";
    this.file = file;
    this.line = line;
  }
}

/** Parses a topic. Throws a `TopicError` where the MDX cannot be read. */
export function readTopicSource(file: string, text: string): TopicSource {
  const fences: Fence[] = [];
  const tags: Tag[] = [];
  visit(parseMdx(file, text), (node) => {
    if (node.type === "code") fences.push(readFence(text, node));
    if (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement")
      tags.push(readTag(node));
  });
  return { file, text, fences, tags };
}

function parseMdx(file: string, text: string): Root {
  // Front matter is no MDX: blank it out, so that every position stays where it is.
  const matter = /^---\r?\n[\s\S]*?\n---\r?\n/;
  const body = text.replace(matter, (found) => found.replace(/[^\r\n]/g, " "));
  try {
    return unified().use(remarkParse).use(remarkMdx).parse(body);
  } catch (error) {
    const { line, reason = String(error) } = error as { line?: number; reason?: string };
    // Of a tag that is never closed, only the words say where.
    const place = /\((\d+):\d+/.exec(reason)?.[1] ?? 1;
    throw new TopicError(file, line ?? Number(place), reason);
  }
}

function readFence(text: string, node: Code): Fence {
  const { start, end } = placeOf(node);
  const opening = text.slice(start, text.indexOf("\n", start));
  return {
    lang: node.lang ?? "",
    meta: readMeta(node.meta ?? ""),
    source: node.value.replaceAll("\r\n", "\n"), // as the editor will have it
    line: text.slice(0, start + opening.length).split("\n").length + 1,
    start,
    end,
  };
}

function readMeta(meta: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of meta.matchAll(/([\w-]+)(?:="([^"]*)")?/g))
    found[name] = value ?? "";
  return found;
}

function readTag(node: MdxJsxFlowElement | MdxJsxTextElement): Tag {
  const attributes: Tag["attributes"] = {};
  for (const attribute of node.attributes) {
    if (attribute.type === "mdxJsxAttribute")
      attributes[attribute.name] = { text: attributeText(attribute), ...placeOf(attribute) };
  }
  const line = node.position?.start.line ?? 1;
  return { name: node.name ?? "", attributes, line, ...placeOf(node) };
}

function attributeText({ value }: MdxJsxAttribute): string {
  if (typeof value === "string") return value;
  return value == null ? "true" : value.value;
}

type Placed = { position?: { start: { offset?: number }; end: { offset?: number } } | undefined };

function placeOf(node: Placed): { start: number; end: number } {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}
