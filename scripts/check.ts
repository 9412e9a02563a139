/**
 * `npm run check`: everything that can be said about the code without running it. Each tool says
 * nothing where nothing is wrong. Words after it select tools: `npm run check -- lint sizes`.
 */
import { existsSync } from "node:fs";
import { runTool } from "./tool.ts";

const ROOMS = ["src", "components", "tests", "bench", "scripts", "course.config.ts"];

/** The tools, in the order in which their errors are worth reading. */
export const tools: readonly { name: string; command: readonly string[] }[] = [
  { name: "types", command: ["astro", "check", "--minimumFailingSeverity", "error"] },
  { name: "lint", command: ["eslint", "."] },
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  {
    name: "dependencies",
    command: [
      ...["depcruise", "--config", ".dependency-cruiser.cjs", "--output-type", "err-long"],
      ...ROOMS.filter((path) => existsSync(path)),
    ],
  },
  { name: "sizes", command: ["node", "scripts/sizes.ts"] },
];

if (import.meta.main) {
  const words = process.argv.slice(2);
  for (const { name, command } of tools) {
    if (words.length > 0 && !words.includes(name)) continue;
    const start = performance.now();
    const { passed, output } = runTool(command);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${passed ? "✓" : "✗"} ${name} (${seconds} s)`);
    if (passed) continue;
    console.log(output);
    process.exitCode = 1;
  }
}
