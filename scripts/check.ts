/**
 * `npm run check`: everything that can be said about the code without running it. Words after it
 * select tools: `npm run check -- lint sizes`.
 */
import { tools } from "./checks.ts";
import { runTool, twoAtATime } from "./tool.ts";

const words = process.argv.slice(2);
const chosen = tools.filter(({ name }) => words.length === 0 || words.includes(name));
const runs = chosen.map(({ name, command }) => async () => {
  const start = performance.now();
  const result = await runTool(command);
  return { name, ...result, seconds: ((performance.now() - start) / 1000).toFixed(1) };
});
for await (const { name, passed, output, seconds } of twoAtATime(runs)) {
  console.log(`${passed ? "✓" : "✗"} ${name} (${seconds} s)`);
  if (passed) continue;
  console.log(output);
  process.exitCode = 1;
}
