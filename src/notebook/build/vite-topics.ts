/**
 * The notebook's part of the build. It rewrites a topic's code fences into components before MDX
 * sees them, and gives pages their data by a virtual module, `virtual:topics`.
 */
import { glob, readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import type { PageData } from "../page-data.ts";
import { sandboxFiles } from "./sandbox-files.ts";
import { runTopic } from "./run-topic.ts";
import { readTopicCells } from "./topic-cells.ts";
import { readTopicSource } from "./topic-source.ts";

const LIST = "virtual:topics";
const SANDBOX = "virtual:sandbox";
const PREFIX = "virtual:topic-data/";
/** An id that ended in .mdx would be taken for a page. */
const SUFFIX = "?data";
const root = resolve(import.meta.dirname, "../../..");
const content = resolve(root, "content");

/** Results by file and text: a topic is run once, however often its module is asked for. */
const done = new Map<string, { text: string; data: Promise<PageData> }>();

/** The data of the topic at `file`, from its text as it is now. */
export async function topicData(file: string): Promise<PageData> {
  const text = await readFile(file, "utf8");
  const known = done.get(file);
  if (known?.text === text) return known.data;
  const page = relative(content, file).replace(/(\/index)?\.mdx$/, "");
  const data = runTopic(page, relative(root, file), text);
  // Whoever asks gets the error; a topic that nobody waits for any more must not end the server.
  data.catch(() => undefined);
  done.set(file, { text, data });
  return data;
}

/** The text of a topic with its fences as `<Cell id="…" />` and `<Code … />`; lines stay. */
export function rewriteFences(file: string, text: string): string {
  const source = readTopicSource(file, text);
  const { cells } = readTopicCells(source);
  const edits: { start: number; end: number; by: string }[] = source.fences.map((fence) => {
    const cell = cells.find((each) => each.fence?.start === fence.start);
    const by =
      cell === undefined
        ? `<Code lang={${JSON.stringify(fence.lang)}} text={${JSON.stringify(fence.source)}} />`
        : `<Cell id={${JSON.stringify(cell.id)}} />`;
    return { start: fence.start, end: fence.end, by };
  });
  // Faults are written with the engine's verbs, which MDX does not know; the notebook has them.
  for (const tag of source.tags) {
    const faults = tag.name === "Experiment" ? tag.attributes["faults"] : undefined;
    if (faults !== undefined) edits.push({ start: faults.start, end: faults.end, by: "" });
  }
  return apply(text, edits);
}

function apply(text: string, edits: { start: number; end: number; by: string }[]): string {
  let result = text;
  for (const { start, end, by } of edits.sort((a, b) => b.start - a.start)) {
    const lines = text.slice(start, end).split("\n").length - 1;
    result = result.slice(0, start) + by + "\n".repeat(lines) + result.slice(end);
  }
  return result;
}

/** Every file with cells: the topics, `content/<unit>/<topic>/index.mdx`, and the home page's. */
async function topicFiles(): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob(["content/*/*/index.mdx", "content/home.mdx"], { cwd: root }))
    files.push(file);
  return files.sort();
}

function listModule(files: readonly string[]): string {
  const entries = files.map((file) => {
    const name = JSON.stringify(file);
    return `${name}: () => import(${JSON.stringify(PREFIX + file + SUFFIX)})`;
  });
  return `export const topics = { ${entries.join(", ")} };`;
}

/** The Vite plugin. It must stand before MDX's own. */
export function topics() {
  return {
    name: "mostly-reliable:topics",
    enforce: "pre" as const,
    resolveId: (id: string) =>
      id === LIST || id === SANDBOX || id.startsWith(PREFIX) ? `\0${id}` : undefined,
    async load(this: { addWatchFile(file: string): void }, id: string) {
      if (id === `\0${LIST}`) return listModule(await topicFiles());
      if (id === `\0${SANDBOX}`) {
        const { runner, worker } = await sandboxFiles();
        return `export const files = ${JSON.stringify({ runner, worker })};`;
      }
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const file = resolve(root, id.slice(PREFIX.length + 1, -SUFFIX.length));
      this.addWatchFile(file);
      return `export default ${JSON.stringify(await topicData(file))};`;
    },
    transform: {
      order: "pre" as const,
      filter: { id: /^[^\0].*\/content\/.*\.mdx(?:\?|$)/ },
      handler(code: string, id: string) {
        const file = id.replace(/\?.*$/, "");
        return { code: rewriteFences(relative(root, file), code), map: null };
      },
    },
  };
}
