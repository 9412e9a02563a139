/** The tools of `npm run check`. Each says nothing where nothing is wrong. */
import { existsSync } from "node:fs";

const ROOMS = ["src", "components", "tests", "bench", "scripts", "course.config.ts"];

/** The tools, in the order in which their errors are worth reading. */
export const tools: readonly { name: string; command: readonly string[] }[] = [
  { name: "types", command: ["astro", "check", "--minimumSeverity", "error"] },
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
