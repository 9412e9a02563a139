/**
 * `npm run bench`: the engine's figures and the page's, as lines of JSON. Words after it select:
 * `npm run bench -- queue chain`. What this machine lacks to compare with stands in lines of
 * "missing".
 */
export const parts = [
  "queue",
  "engine",
  "moment",
  "chain",
  "mm1",
  "tcp",
  "explore",
  "check",
  "page",
] as const;

const words = process.argv.slice(2);
const unknown = words.find((word) => !parts.some((part) => part === word));
if (unknown !== undefined) {
  throw new RangeError(`bench: there is no part ${unknown}; there are ${parts.join(", ")}.`);
}
for (const part of parts) {
  if (words.length === 0 || words.includes(part)) await import(`./${part}.ts`);
}
