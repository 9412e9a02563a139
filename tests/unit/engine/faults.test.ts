import assert from "node:assert/strict";
import { test } from "node:test";
import {
  corrupt,
  crash,
  cut,
  delay,
  drop,
  duplex,
  duplicate,
  type Fault,
  heal,
  link,
  type LinkOptions,
  ms,
  Process,
  restart,
  seconds,
  simulate,
} from "../../../src/engine/index.ts";
import { eventsOf, Listener, Talker } from "./support.ts";

function talk(options: LinkOptions, faults: readonly Fault[], ...bodies: unknown[]) {
  return simulate({
    seed: "faults",
    nodes: { a: new Talker("b", ...bodies), b: new Listener() },
    links: [link("a", "b", options)],
    faults,
  });
}

test("drop kills a packet at its moment if it is on its way then, else as it starts", () => {
  const slow = { delay: ms(10) };
  const timeOfDrop = (at?: number): number | undefined => {
    const run = talk(slow, [drop("a→b", 1, at)], "x");
    assert.deepEqual(run.nodes.b.heard, []);
    const [event] = eventsOf(run, "drop");
    assert.equal(event.detail, 0);
    assert.equal(event.cause, eventsOf(run, "transmit")[0].row);
    return event.time;
  };
  assert.equal(timeOfDrop(ms(4)), ms(4));
  assert.equal(timeOfDrop(), 0);
  assert.equal(timeOfDrop(0), 0);
  assert.equal(timeOfDrop(ms(10)), 0);
  assert.equal(timeOfDrop(seconds(5)), 0);
});

test("drop names a packet by its ordinal on the link, whatever the others do", () => {
  const run = talk({}, [drop("a→b", 2)], "one", "two", "three");
  assert.deepEqual(run.nodes.b.heard, ["one", "three"]);
});

test("a dropped packet takes the copy that the link made of it along", () => {
  const run = talk({ delay: ms(10), duplication: 1 }, [drop("a→b", 1, ms(3))], "x", "y");
  assert.deepEqual(run.nodes.b.heard, ["y", "y"]);
  assert.equal(run.metrics.links["a→b"].dropped, 2);
});

test("corrupt flips the bit that it names, or the one that chance would have chosen", () => {
  const bits = (faults: Fault[], corruption: number) =>
    eventsOf(talk({ corruption }, faults, "abc"), "corrupt").map(({ detail }) => detail);
  const byChance = bits([], 1);
  assert.equal(byChance.length, 1);
  assert.deepEqual(bits([corrupt("a→b", 1)], 0), byChance);
  assert.deepEqual(bits([corrupt("a→b", 1)], 1), byChance);
  assert.deepEqual(bits([corrupt("a→b", 1, 5)], 0), [5]);
  assert.deepEqual(bits([corrupt("a→b", 1, 31 * 8 + 5)], 0), [5]);
});

test("delay holds one packet up; on a link that keeps order the others wait behind it", () => {
  const faults = [delay("a→b", 1, ms(100))];
  const overtaken = talk({ delay: ms(10) }, faults, "one", "two");
  assert.deepEqual(overtaken.nodes.b.heard, ["two", "one"]);
  assert.deepEqual(overtaken.nodes.b.times, [ms(10), ms(110)]);
  const [event] = eventsOf(overtaken, "delay");
  assert.deepEqual([event.packet, event.detail], [1, 0]);
  const ordered = talk({ delay: ms(10), keepsOrder: true }, faults, "one", "two");
  assert.deepEqual(ordered.nodes.b.heard, ["one", "two"]);
  assert.deepEqual(ordered.nodes.b.times, [ms(110), ms(110)]);
});

test("duplicate makes one copy of one packet", () => {
  const run = talk({ delay: ms(10) }, [duplicate("a→b", 2)], "one", "two", "three");
  assert.deepEqual(run.nodes.b.heard, ["one", "two", "two", "three"]);
});

test("a fault on a packet that never comes is harmless", () => {
  const faults = [
    drop("a→b", 99, ms(1)),
    corrupt("a→b", 99),
    delay("a→b", 99, 1),
    duplicate("a→b", 99),
  ];
  const run = talk({}, faults, "x");
  assert.deepEqual(run.nodes.b.heard, ["x"]);
  assert.equal(run.fingerprint, talk({}, [], "x").fingerprint);
});

/** Sends a number every 10 ms. */
class Ticker extends Process {
  count = 0;
  start(): void {
    this.timeout();
  }
  timeout(): void {
    this.send("b", this.count++);
    if (this.count < 10) this.setTimer("tick", ms(10));
  }
}

test("cut kills what is on the link and what starts onto it, until heal", () => {
  const run = simulate({
    seed: 1,
    nodes: { a: new Ticker(), b: new Listener() },
    links: duplex("a", "b", { delay: ms(15) }),
    faults: [cut("b", "a", ms(31)), heal("a", "b", ms(60))],
  });
  // Packets 2 and 3 were on their way at 31 ms; 4 and 5 started while the link was down. The one
  // that starts in the very nanosecond of the heal gets through: faults come first.
  assert.deepEqual(run.nodes.b.heard, [0, 1, 6, 7, 8, 9]);
  assert.deepEqual(
    eventsOf(run, "sever").map(({ time }) => time),
    [ms(31), ms(31), ms(40), ms(50)],
  );
  assert.deepEqual(
    eventsOf(run, "cut", "heal").map(({ kind, place, detail }) => [kind, place, detail]),
    [
      ["cut", "a→b", 0],
      ["cut", "b→a", 0],
      ["heal", "a→b", 1],
      ["heal", "b→a", 1],
    ],
  );
});

test("a one-way cut leaves the other way alone", () => {
  const faults = [cut("a", "b", 0, { oneWay: true })];
  const nodes = { a: new Talker("b", "x"), b: new Talker("a", "y") };
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b"), faults });
  assert.equal(run.metrics.links["a→b"].severed, 1);
  assert.equal(run.metrics.links["b→a"].arrived, 1);
});

test("cutting what is cut and healing what is whole does nothing", () => {
  const faults = [cut("a", "b", 1), cut("a", "b", 2), heal("a", "b", 3), heal("a", "b", 4)];
  const run = talk({}, faults, "x");
  assert.equal(eventsOf(run, "cut", "heal").length, 2);
});

class Server extends Process {
  disk = { boots: 0, stored: [] as string[] };
  cache: string[] = [];
  start(): void {
    this.disk.boots += 1;
    this.setTimer("housekeeping", ms(50));
  }
  receive(message: string): void {
    this.disk.stored.push(message);
    this.cache.push(message);
  }
  timeout(): void {
    this.note("housekeeping");
  }
}

test("a crash forgets every field but the disk, and all timers; a restart starts afresh", () => {
  const run = simulate({
    seed: 1,
    nodes: { a: new Ticker(), b: new Server() },
    links: duplex("a", "b", { delay: ms(1) }),
    faults: [crash("b", ms(25)), restart("b", ms(65))],
  });
  const { disk, cache } = run.nodes.b;
  assert.equal(disk.boots, 2);
  assert.deepEqual(disk.stored, [0, 1, 2, 7, 8, 9]);
  assert.deepEqual(cache, [7, 8, 9]);
  assert.deepEqual(
    eventsOf(run, "miss").map(({ time, place }) => [time, place]),
    [31, 41, 51, 61].map((time) => [ms(time), "a"]),
  );
  // The timer of the first life would have run out at 50 ms.
  assert.deepEqual(
    eventsOf(run, "note").map(({ time }) => time),
    [ms(115)],
  );
});

test("a disk that holds what no disk can hold ends the run at the crash, naming the field", () => {
  class Careless extends Process {
    disk: unknown = null;
    start(): void {
      this.disk = { callback: () => 1 };
    }
  }
  const faults = [crash("a", ms(5))];
  const { outcome } = simulate({ seed: 1, nodes: { a: new Careless() }, links: [], faults });
  assert.ok(outcome.kind === "error" && outcome.time === ms(5));
  assert.match(outcome.message, /a: the field disk\.callback holds a function/);
});

test("crash and restart of a node that is down or up already do nothing", () => {
  const faults = [crash("b", 5), crash("b", 6), restart("b", 7), restart("b", 8)];
  const run = talk({}, faults, "x");
  assert.equal(eventsOf(run, "crash", "restart").length, 2);
});

test("a node that crashes at time 0 does not start until its restart", () => {
  class Starts extends Process {
    disk = { starts: 0 };
    start(): void {
      this.disk.starts += 1;
    }
  }
  const once = (faults: Fault[]): number =>
    simulate({ seed: 1, nodes: { a: new Starts() }, links: [], faults }).nodes.a.disk.starts;
  assert.equal(once([crash("a", 0)]), 0);
  assert.equal(once([crash("a", 0), restart("a", 0)]), 1);
  assert.equal(once([crash("a", 0), restart("a", 9)]), 1);
});

test("a crash ends work: what was to be done afterwards is not done", () => {
  class Slow extends Process {
    receive(message: unknown, from: string): void {
      this.work(ms(100));
      this.send(from, message);
    }
  }
  const nodes = { a: new Talker("b", "1", "2"), b: new Slow() };
  const faults = [crash("b", ms(150)), restart("b", ms(160))];
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b"), faults });
  assert.deepEqual(
    eventsOf(run, "send")
      .filter((event) => event.node === "b")
      .map(({ time }) => time),
    [ms(100)],
  );
  assert.equal(run.outcome.kind, "finished");
});

test("a crashed node's queue is gone, while what is on the wire still arrives", () => {
  const run = talk({ bandwidth: 1000 }, [crash("a", ms(1))], "1", "2", "3");
  assert.deepEqual(run.nodes.b.heard, ["1"]);
});

test("parts of a message that came before a crash do not count after the restart", () => {
  const long = "x".repeat(2000);
  const faults = [crash("b", ms(13)), restart("b", ms(14))];
  const run = talk({ bandwidth: 1e6 }, faults, long);
  assert.equal(run.metrics.links["a→b"].arrived, 2);
  assert.deepEqual(run.nodes.b.heard, []);
});

test("faults strike before all else of their nanosecond", () => {
  const atArrival = talk({ delay: ms(10) }, [cut("a", "b", ms(10))], "x");
  assert.deepEqual(atArrival.nodes.b.heard, []);
  const before = talk({ delay: ms(10) }, [crash("b", ms(10))], "x");
  assert.equal(eventsOf(before, "miss").length, 1);
});

test("faults that the spec's nodes and links do not have are refused by simulate", () => {
  assert.throws(() => talk({}, [crash("z", 1)]), /simulate: faults\[0\] \(crash\): node is "z"/);
  assert.throws(() => talk({}, [drop("b→a", 1)]), /link is "b→a"; .*: a→b/);
});
