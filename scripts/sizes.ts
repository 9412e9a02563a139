/**
 * `npm run check -- sizes`: prints whatever is too large, each with its place, and exits with 1 if
 * there is anything.
 */
import { globSync, readFileSync } from "node:fs";
import { cellExcess, excess } from "./excess.ts";

/** Lines that files may have. The linter knows the same for TypeScript. */
const FILES = [
  { glob: "components/**/*.astro", lines: 200 },
  { glob: "src/**/*.{astro,css}", lines: 300 },
];

const read = (file: string) => readFileSync(file, "utf8");
const found = [
  ...FILES.flatMap(({ glob, lines }) =>
    globSync(glob).flatMap((file) => excess(file, read(file), lines)),
  ),
  ...globSync("content/**/*.mdx").flatMap((file) => cellExcess(file, read(file))),
];
found.forEach((line) => console.log(line));
process.exitCode = found.length > 0 ? 1 : 0;
