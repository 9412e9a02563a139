/** One sound message of each kind, as a worker sends it; fresh with every call. */
import * as engine from "../../../src/engine/index.ts";
import { PROTOCOL, type RunData } from "../../../src/notebook/protocol.ts";
import { runData } from "../../../src/notebook/run/plain.ts";

/** A message as a stranger may have changed it. */
export type Loose = Record<string, any>;

/** Says, does and suffers a little of everything. */
class Busy extends engine.Process {
  count = 0;
  start(): void {
    this.note("begins");
    const number = this.invoke({ wish: 1 });
    this.setTimer("again", engine.ms(20));
    this.setTimer("never", engine.ms(500));
    this.send("b", { count: this.count });
    this.complete({ wish: 1 }, number);
  }
  receive(): void {
    this.count += 1;
    this.cancelTimer("never");
    this.work(engine.ms(1));
    if (this.count > 3) this.send("nobody near", "x");
  }
  timeout(): void {
    this.send("b", { count: this.count });
    this.setTimer("again", engine.ms(20));
    if (this.count > 8) throw new Error("enough");
  }
}

class Echo extends engine.Process {
  receive(message: unknown, from: string): void {
    this.send(from, message as object);
  }
}

/** A run in which every kind of event but a few happens. */
export function busyRun(seed: number | string = 3): engine.Run {
  const { ms } = engine;
  const bad = { delay: ms(5), jitter: ms(2), loss: 0.2, corruption: 0.2, duplication: 0.3 };
  return engine.simulate({
    ...{ seed, nodes: { a: new Busy(), b: new Echo(), "nobody near": new Echo() } },
    links: [engine.duplex("a", "b", bad)],
    faults: [
      ...[engine.drop("a→b", 2), engine.delay("a→b", 3, ms(1)), engine.duplicate("b→a", 1)],
      ...[engine.corrupt("a→b", 4), engine.cut("a", "b", ms(90)), engine.heal("a", "b", ms(130))],
      ...[engine.crash("b", ms(200)), engine.restart("b", ms(240))],
    ],
    until: engine.seconds(2),
  });
}

export function messageOf(kind: string): Loose {
  return structuredClone({ version: PROTOCOL, kind, ...fieldsOf[kind]() });
}

let busyData: RunData | undefined;
const failure = { message: "no", cell: "alice", line: 3 };
const knob = { name: "loss", label: "Loss", note: "" };

const fieldsOf: Record<string, () => Loose> = {
  begin: () => ({ cell: "alice" }),
  cell: () => ({ cell: "alice", status: { state: "failed", failure, output: ["a", "b"] } }),
  knob: () => ({
    knob: { kind: "number", ...knob, min: 0, max: 60, step: 1, unit: "%", value: 7 },
  }),
  run: () => ({ experiment: "letters", run: (busyData ??= runData(busyRun(), []).run) }),
  value: () => ({ name: "theory", value: "[[0,1]]" }),
  failed: () => ({ experiment: "letters", failure }),
  settled: () => ({ request: 4 }),
  moment: () => ({
    request: 4,
    moment: {
      states: { alice: { number: "3" } },
      changed: [{ node: "alice", field: "number", before: "2", after: "3" }],
      cell: "alice",
      line: 9,
    },
  }),
  values: () => ({ request: 4, values: [1, true, "x", NaN] }),
  refused: () => ({ request: 4, message: "no" }),
};

export const kindsOfMessage = Object.keys(fieldsOf);
