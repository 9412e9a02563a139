/** A process with an inbox is a queue with one server: what theory says of that is measured. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplex,
  flaky,
  mm1,
  mm1k,
  ms,
  Process,
  seconds,
  simulate,
} from "../../src/engine/index.ts";
import { log } from "../../src/engine/kernel/math.ts";

const RATE = 80;
const CAPACITY = 100;

/** Visitors by chance: a Poisson process of `RATE` a second. */
class Visitors extends Process {
  start(): void {
    this.setTimer("next", (-log(1 - this.random()) * seconds(1)) / RATE);
  }
  timeout(): void {
    this.send("desk", "hello");
    this.start();
  }
}

/** Serves each for an exponentially distributed time. */
class Desk extends Process {
  receive(): void {
    this.work((-log(1 - this.random()) * seconds(1)) / CAPACITY);
  }
}

/** `limit` is of its inbox; without one there is room for all that may come. */
function desk(seed: number, limit = 1_000_000) {
  const inboxes = { desk: { limit } };
  const nodes = { visitors: new Visitors(), desk: new Desk() };
  const links = duplex("visitors", "desk");
  const until = seconds(500);
  return simulate({ seed, nodes, links, inboxes, until }).metrics.nodes.desk;
}

/** Mean and half the width of its 99 % interval (t of 9 degrees of freedom), over ten seeds. */
function measured(read: (seed: number) => number): { mean: number; half: number } {
  const values = Array.from({ length: 10 }, (_, i) => read(i + 1));
  const mean = values.reduce((sum, value) => sum + value, 0) / 10;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9;
  return { mean, half: 3.25 * Math.sqrt(variance / 10) };
}

function near({ mean, half }: { mean: number; half: number }, expected: number): void {
  assert.ok(Math.abs(mean - expected) <= half, `${mean} ± ${half} beside ${expected}`);
  assert.ok(half < 0.15 * expected, `${half} is too wide to tell anything`);
}

test("utilisation, waiting time and inbox of M/M/1 at 80 %", () => {
  const theory = mm1(RATE / CAPACITY, 1 / CAPACITY);
  const runs = Array.from({ length: 10 }, (_, i) => desk(i + 1));
  near(
    measured((seed) => runs[seed - 1].busy),
    RATE / CAPACITY,
  );
  near(
    measured((seed) => runs[seed - 1].wait / seconds(1)),
    theory.wait,
  );
  near(
    measured((seed) => runs[seed - 1].inbox),
    theory.waiting,
  );
  // Little's law holds in every single run, but for those who still wait at its end.
  for (const { received, wait, inbox } of runs) {
    assert.ok(Math.abs((received * wait) / seconds(500) / inbox - 1) < 0.01);
  }
});

test("a limit of 3 makes it M/M/1/4: the share that is turned away", () => {
  const theory = mm1k(RATE / CAPACITY, 1 / CAPACITY, 4);
  const share = measured((seed) => {
    const { overflowed, received } = desk(seed, 3);
    return overflowed / (overflowed + received);
  });
  near(share, theory.lost);
});

/** Does nothing: it is only up or down. */
class Idle extends Process {}

test("flaky is up for up / (up + down); a common cause multiplies", () => {
  const [up, down] = [seconds(90), seconds(10)];
  const upShare = (seed: number, faults: ReturnType<typeof flaky>[]): number => {
    const until = seconds(40_000);
    const { trace } = simulate({ seed, nodes: { a: new Idle() }, links: [], faults, until });
    let downTime = 0;
    for (let row = 0; row < trace.rows; row++) {
      // Rows alternate: start, crash, restart, crash …
      if (row % 2 === 0 && row > 0) downTime += trace.time(row) - trace.time(row - 1);
    }
    if (trace.rows % 2 === 0) downTime += until - trace.time(trace.rows - 1);
    return 1 - downTime / until;
  };
  near(
    measured((seed) => 1 - upShare(seed, [flaky("a", up, down)])),
    0.1,
  );
  const two = [flaky("a", up, down), flaky("a", up, down)];
  near(
    measured((seed) => 1 - upShare(seed, two)),
    1 - 0.9 * 0.9,
  );
});

test("work of a fixed time is measured to the nanosecond", () => {
  class Steady extends Process {
    receive(): void {
      this.work(ms(4));
    }
  }
  class Every extends Process {
    sent = 0;
    start(): void {
      this.timeout();
    }
    timeout(): void {
      this.send("desk", this.sent++);
      if (this.sent < 100) this.setTimer("next", ms(10));
    }
  }
  const nodes = { source: new Every(), desk: new Steady() };
  const run = simulate({ seed: 1, nodes, links: duplex("source", "desk"), until: seconds(1) });
  assert.equal(run.metrics.endTime, ms(994));
  assert.equal(run.metrics.nodes.desk.busy, 400 / 994);
  assert.equal(run.metrics.nodes.desk.wait, 0);
});
