/** The golden runs as one script for other engines than this Node's. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";

const folder = resolve(import.meta.dirname, "../unit/engine/golden");

/** A script that leaves the fingerprints of all golden runs in the global `golden`, as JSON. */
export async function goldenScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents:
        'import { fingerprints } from "./sets.ts";\n' +
        "globalThis.golden = JSON.stringify(fingerprints());",
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
  });
  return outputFiles[0].text;
}

/** The fingerprints that they should have, by set and name. */
export function goldenFingerprints(sets: readonly string[]): Record<string, unknown> {
  const read = (set: string): unknown =>
    JSON.parse(readFileSync(resolve(folder, `${set}.json`), "utf8"));
  return Object.fromEntries(sets.map((set) => [set, read(set)]));
}
