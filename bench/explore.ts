/**
 * The model checker: stop-and-wait with two letters, every order of deliveries and time-outs with
 * many losses and copies; beside it a bare breadth-first search that was written for this one
 * system, whose states are the very same.
 */
import {
  duplex,
  explore,
  ms,
  StopAndWaitReceiver,
  StopAndWaitSender,
} from "../src/engine/index.ts";
import { bareStates } from "./lib/bare-search.ts";
import { leastTime, report } from "./lib/measure.ts";

const BUDGET = { losses: 6, duplications: 6, timeouts: 12 };
const ROUNDS = 3;

const nodes = { a: new StopAndWaitSender("b", "AB", ms(100)), b: new StopAndWaitReceiver() };
const spec = { seed: 1, nodes, links: duplex("a", "b") };

function explored() {
  return explore(
    () => spec,
    ({ b }) => "AB".startsWith(b.received.join("")),
    {
      ...BUDGET,
      inFlight: 100,
      still: ["tries", "copies"],
    },
  );
}

const { states, verdict } = await explored();
const bare = bareStates(2, BUDGET);
if (verdict !== "holds" || states !== bare) {
  throw new Error(`explore: ${states} states, ${verdict}; bare search: ${bare}`);
}

/** `leastTime` for what is asynchronous: processor time, ns. */
async function leastExplored(): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    await explored();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) * 1_000);
  }
  return least;
}

const value = states / ((await leastExplored()) / 1e9);
const bareRate = states / (leastTime(ROUNDS, () => void bareStates(2, BUDGET)) / 1e9);
const line = {
  figure: `explore: stop-and-wait with two letters (${states} states)`,
  value,
  unit: "states/s",
};
report({ ...line, ratio: value / bareRate, to: "a bare search" });
report({ ...line, ratio: value / 200_000, to: "200,000", floor: 1 });
