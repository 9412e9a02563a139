/**
 * `npm run check`: everything that can be said about the code without running it. Words after it
 * select tools: `npm run check -- lint sizes`.
 */
import { tools } from "./checks.ts";
import { runTool } from "./tool.ts";

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
