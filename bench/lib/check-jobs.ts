/** What the worker threads of `bench/check.ts` do: runs of the default stop-and-wait. */
import type { Job } from "../../src/engine/check/pool.ts";
import type { Experiment, Figures } from "../../src/engine/check/sweep.ts";
import { type Invariant, trialOf } from "../../src/engine/check/trial.ts";
import { duplex, ms, simulate } from "../../src/engine/index.ts";
import { StopAndWaitReceiver, StopAndWaitSender } from "../../src/engine/index.ts";

const TEXT = "PAY ANN 100 COINS";

/** The letters of topic 08 over a wire that loses one packet in ten. */
const experiment: Experiment = ({ seed, faults }) => ({
  ...{ seed, faults },
  nodes: {
    alice: new StopAndWaitSender("bob", TEXT, ms(250)),
    bob: new StopAndWaitReceiver(),
  },
  links: duplex("alice", "bob", { delay: ms(40), loss: 0.1 }),
});

const delivers: Invariant = ({ nodes }) =>
  (nodes.bob as StopAndWaitReceiver).received.join("") === TEXT;

export const trial = trialOf(experiment, delivers);

export function figures(job: Job): Figures {
  return { seconds: simulate(experiment(job)).metrics.endTime / 1e9 };
}
