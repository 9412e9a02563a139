/** The instructor's colours, as a style sheet for the head of each page. */
import type { Course } from "./config.ts";

type Pair = { light: string; dark: string };

/** Text of the style sheet; undefined where the course keeps the usual colours. */
export function brandStyle(branding: Course["branding"]): string | undefined {
  const tokens = [
    ["--accent", branding?.accent],
    ["--edge-1", branding?.edge?.[0]],
    ["--edge-2", branding?.edge?.[1]],
  ] satisfies [string, Pair | undefined][];
  const set = tokens.flatMap(([name, pair]) =>
    pair ? [`${name}:light-dark(${pair.light},${pair.dark})`] : [],
  );
  return set.length > 0 ? `:root:root{${set.join(";")}}` : undefined;
}
