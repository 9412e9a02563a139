/**
 * The model checker: stop-and-wait with two letters, every order of deliveries and time-outs with
 * many losses and copies; beside it a bare breadth-first search that was written for this one
 * system, whose states are the very same.
 */
import { explore, duplex, ms } from "../src/engine/index.ts";
import { StopAndWaitReceiver, StopAndWaitSender } from "../src/engine/index.ts";
import { bareStates } from "./lib/bare-search.ts";
import { leastOf, report, timed } from "./lib/measure.ts";

const BUDGET = { losses: 6, duplications: 6, timeouts: 12 };
const ROUNDS = 3;

const nodes = {
  a: new StopAndWaitSender("b", "AB", ms(100)),
  b: new StopAndWaitReceiver(),
};
const spec = { seed: 1, nodes, links: duplex("a", "b") };
const options = { ...BUDGET, inFlight: 100, still: ["tries", "copies"] };

const found = await explore(
  () => spec,
  ({ b }) => "AB".startsWith(b.received.join("")),
  options,
);
const bare = bareStates(2, BUDGET);
if (found.verdict !== "holds" || found.states !== bare) {
  throw new Error(`explore: ${found.states} states, ${found.verdict}; bare search: ${bare}`);
}

const times: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const start = process.cpuUsage().user;
  await explore(
    () => spec,
    ({ b }) => "AB".startsWith(b.received.join("")),
    options,
  );
  times.push((process.cpuUsage().user - start) * 1_000);
}
const [least] = leastOf(
  ROUNDS,
  timed(() => void bareStates(2, BUDGET)),
);
const rate = (time: number): number => found.states / (time / 1e9);
const value = rate(Math.min(...times));
const figure = `explore: stop-and-wait with two letters (${found.states} states)`;
report({ figure, value, unit: "states/s", ratio: value / rate(least), to: "a bare search" });
report({ figure, value, unit: "states/s", ratio: value / 200_000, to: "200,000", floor: 1 });
