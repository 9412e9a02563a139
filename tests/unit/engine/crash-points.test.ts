import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  duplex,
  type Fault,
  ms,
  Process,
  restart,
  simulate,
} from "../../../src/engine/index.ts";
import { moment } from "../../../src/engine/simulate.ts";
import { eventsOf, Listener, Talker } from "./support.ts";

/** Writes before, between and after its two sends. */
class Clerk extends Process {
  disk = { paid: 0, sent: 0 };
  memory = 0;

  receive(): void {
    this.memory += 1;
    this.disk.paid += 1;
    this.send("b", "book");
    this.disk.sent += 1;
    this.send("b", "bill");
    this.disk.sent += 1;
    this.note("done");
  }
}

function sale(faults: Fault[], shop: Process = new Clerk()) {
  const spec = {
    seed: 1,
    nodes: { a: new Talker("shop", "1", "2"), shop, b: new Listener() },
    links: [...duplex("a", "shop", { delay: ms(10) }), ...duplex("shop", "b", { delay: ms(1) })],
    faults,
  };
  return { spec, run: simulate(spec) };
}

function diskAfter(faults: Fault[]): unknown {
  const { spec, run } = sale(faults);
  return moment(spec, run.trace.rows - 1).states.shop.disk;
}

test("a crash after send k keeps the disk of that send; later sends never happen", () => {
  const heard = (afterSends: number) =>
    sale([crash("shop", { handled: 3, afterSends })]).run.nodes.b.heard;
  // The start is the first event, the first order the second.
  assert.deepEqual(heard(0), ["book", "bill"]);
  assert.deepEqual(heard(1), ["book", "bill", "book"]);
  assert.deepEqual(heard(2), ["book", "bill", "book", "bill"]);
  const disk = (afterSends: number) => diskAfter([crash("shop", { handled: 3, afterSends })]);
  assert.deepEqual(disk(0), { paid: 1, sent: 2 });
  assert.deepEqual(disk(1), { paid: 2, sent: 2 });
  assert.deepEqual(disk(2), { paid: 2, sent: 3 });
  assert.deepEqual(disk(3), { paid: 2, sent: 4 });
});

test("what stands after the point is not done, not even a note; beyond the last send it is", () => {
  const notes = (afterSends: number) =>
    eventsOf(sale([crash("shop", { handled: 2, afterSends })]).run, "note").length;
  assert.deepEqual([0, 1, 2, 3, 99].map(notes), [0, 0, 0, 1, 1]);
});

test("an event that never comes crashes nobody", () => {
  const { run } = sale([crash("shop", { handled: 4, afterSends: 0 })]);
  assert.equal(run.fingerprint, sale([]).run.fingerprint);
});

test("downFor brings the node back with that disk; events are counted through", () => {
  const { run } = sale([
    crash("shop", { handled: 2, afterSends: 1, downFor: ms(5) }),
    crash("shop", { handled: 3, afterSends: 1 }),
  ]);
  assert.deepEqual(
    eventsOf(run, "crash", "restart").map(({ kind, time, detail }) => [kind, time, detail]),
    [
      ["crash", ms(10), 0],
      ["restart", ms(15), 0],
      ["crash", ms(15), 1],
    ],
  );
  assert.deepEqual(run.nodes.b.heard, ["book"]);
});

test("a restart by hand does not wait for downFor, which then does nothing", () => {
  const { run } = sale([
    crash("shop", { handled: 2, afterSends: 1, downFor: ms(50) }),
    restart("shop", ms(12)),
  ]);
  assert.deepEqual(
    eventsOf(run, "crash", "restart").map(({ time }) => time),
    [ms(10), ms(12)],
  );
});

test("a process cannot go on by catching what ends it", () => {
  class Stubborn extends Clerk {
    receive(): void {
      try {
        super.receive();
      } catch {
        this.disk.paid = 99;
        this.send("b", "still here");
      }
    }
  }
  const faults = [crash("shop", { handled: 2, afterSends: 1 })];
  const { spec, run } = sale(faults, new Stubborn());
  assert.deepEqual(run.nodes.b.heard, ["book"]);
  assert.equal(run.outcome.kind, "finished");
  const { disk } = moment(spec, run.trace.rows - 1).states.shop;
  assert.deepEqual(disk, { paid: 1, sent: 0 });
});

/** Does its sends and writes after work. */
class SlowClerk extends Process {
  disk = { step: 0 };
  receive(): void {
    this.disk.step = 1;
    this.work(ms(10));
    this.disk.step = 2;
    this.send("b", "one");
    this.work(ms(10));
    this.disk.step = 3;
    this.send("b", "two");
  }
}

test("a crash after a send that waits for work strikes when it is made", () => {
  const { spec, run } = sale([crash("shop", { handled: 2, afterSends: 1 })], new SlowClerk());
  assert.deepEqual(run.nodes.b.heard, ["one"]);
  assert.equal(eventsOf(run, "crash")[0].time, ms(20));
  assert.deepEqual(moment(spec, run.trace.rows - 1).states.shop.disk, { step: 2 });
});

test("a crash amid work finds the disk without what is written after the work", () => {
  const stepAt = (time: number): unknown => {
    const { spec, run } = sale([crash("shop", time)], new SlowClerk());
    return moment(spec, run.trace.rows - 1).states.shop.disk;
  };
  assert.deepEqual(stepAt(ms(10)), { step: 0 });
  assert.deepEqual(stepAt(ms(15)), { step: 1 });
  // A fault comes before all else of its nanosecond: the work is not quite done.
  assert.deepEqual(stepAt(ms(20)), { step: 1 });
  assert.deepEqual(stepAt(ms(25)), { step: 2 });
  // At 30 ms the second order begins, and writes a 1 again.
  assert.deepEqual(stepAt(ms(30)), { step: 2 });
  assert.deepEqual(stepAt(ms(31)), { step: 1 });
});

test("a crash just after an event strikes when that event is over", () => {
  const free = sale([]).run;
  const sends = eventsOf(free, "send").filter(({ node }) => node === "shop");
  const { run } = sale([crash("shop", { event: sends[0].row, downFor: ms(3) })]);
  const [event] = eventsOf(run, "crash");
  // The handler of the first order has ended; the second one comes in the same nanosecond.
  assert.equal(event.time, ms(10));
  assert.equal(eventsOf(run, "note").length, 1);
  assert.equal(eventsOf(run, "miss").length, 1);
  assert.equal(eventsOf(run, "restart")[0].time, ms(13));
});

test("points that are no points are refused", () => {
  const attempts: [unknown, RegExp][] = [
    [{ handled: 0, afterSends: 0 }, /crash\(…\): handled is 0; it must be a whole number from 1/],
    [{ handled: 1, afterSends: -1 }, /afterSends is -1/],
    [{ handled: 1 }, /afterSends is undefined/],
    [{ handled: 1, afterSends: 1, downFor: 0 }, /downFor is 0; it must be a time from 1 to/],
    [{ event: 1.5 }, /event is 1\.5/],
    [{ event: 1, handled: 2 }, /there is no field "/],
    [{ when: 1 }, /there is no option "when"/],
    [null, /when is null/],
    [undefined, /at is undefined/],
  ];
  for (const [point, words] of attempts) {
    assert.throws(() => crash("a", point as number), words);
  }
});
