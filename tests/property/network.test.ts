import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  crash,
  cut,
  corrupt,
  degrade,
  delay,
  drop,
  duplicate,
  type Fault,
  first,
  heal,
  hold,
  link,
  ms,
  release,
  restart,
  type Run,
  simulate,
  type Spec,
  us,
} from "../../src/engine/index.ts";
import { EventKind } from "../../src/engine/trace/event.ts";
import { flightsOf } from "../../src/engine/trace/flights.ts";
import { NONE } from "../../src/engine/trace/trace.ts";
import { Echo, Listener, Talker } from "../unit/engine/support.ts";

const probability = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }));
const time = fc.integer({ min: 0, max: 200 }).map(ms);
const ordinal = fc.integer({ min: 1, max: 12 });
const linkId = fc.constantFrom("a→b", "b→a", "b→c");
const node = fc.constantFrom("a", "b", "c");

const linkOptions = fc.record({
  bandwidth: fc.constantFrom(Infinity, 1e5, 1e6, 1e9),
  delay: fc.integer({ min: 0, max: 50 }).map(ms),
  jitter: fc.constantFrom(0, us(1), ms(30)),
  keepsOrder: fc.boolean(),
  loss: probability,
  corruption: probability,
  duplication: probability,
  mtu: fc.constantFrom(60, 200, 1500),
  check: fc.constantFrom("internet" as const, "none" as const),
});

const fragment = fc.record({
  sender: node,
  message: fc.integer({ min: 1, max: 6 }),
  fragment: fc.integer({ min: 1, max: 4 }),
});

const change = fc.record({
  bandwidth: fc.constantFrom(1e4, 1e6, 1e9),
  delay: time,
  loss: probability,
});

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.tuple(linkId, ordinal, fc.option(time, { nil: undefined })).map((args) => drop(...args)),
  fc.tuple(linkId, ordinal).map((args) => corrupt(...args)),
  fc.tuple(linkId, ordinal, time).map((args) => delay(...args)),
  fc.tuple(linkId, ordinal).map((args) => duplicate(...args)),
  time.map((at) => cut("a", "b", at)),
  time.map((at) => heal("a", "b", at)),
  fc.tuple(node, time).map((args) => crash(...args)),
  fc.tuple(node, time).map((args) => restart(...args)),
  fragment.map((name) => drop(name)),
  fragment.map((name) => duplicate(name)),
  fragment.map((name) => hold(name)),
  fc.tuple(fragment, time).map((args) => release(...args)),
  fc.tuple(fragment, time).map((args) => delay(...args)),
  fc.tuple(change, time).map(([worse, at]) => degrade("a", "b", worse, at)),
  fc.tuple(node, fc.integer({ min: 1, max: 4 })).map((args) => first(...args)),
);

/** What is held is released in the end, so that every packet meets a fate. */
function released(faults: readonly Fault[]): Fault[] {
  const names = faults.flatMap((each) =>
    each.verb === "hold" && "fragment" in each ? [each] : [],
  );
  return [
    ...faults,
    ...names.map(({ sender, message, fragment: n }) =>
      release({ sender, message, fragment: n }, ms(90)),
    ),
  ];
}

const spec: fc.Arbitrary<Spec> = fc
  .record({
    seed: fc.integer(),
    there: linkOptions,
    back: linkOptions,
    on: linkOptions,
    faults: fc.array(fault, { maxLength: 8 }),
    sizes: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 10 }),
    until: fc.option(time, { nil: undefined }),
  })
  .map(({ seed, there, back, on, faults, sizes, until }) => ({
    seed,
    nodes: {
      a: new Talker("b", ...sizes.map((size) => "x".repeat(size))),
      b: new Echo(),
      c: new Listener(),
    },
    links: [link("a", "b", there), link("b", "a", back), link("b", "c", on)],
    faults: released(faults),
    until,
  }));

const everyRun = (check: (run: Run, spec: Spec) => void): void => {
  fc.assert(
    fc.property(spec, (given) => check(simulate(given), given)),
    { numRuns: 300, seed: 20_260_801 },
  );
};

test("every packet that starts meets exactly one fate, unless the run ends first", () => {
  const ends: readonly number[] = [
    EventKind.arrive,
    EventKind.lose,
    EventKind.drop,
    EventKind.sever,
  ];
  everyRun((run, { until }) => {
    const fates = new Map<number, number>();
    const { trace } = run;
    let started = 0;
    for (let row = 0; row < trace.rows; row++) {
      const kind = trace.kind(row);
      if (kind === EventKind.transmit || kind === EventKind.duplicate) {
        started++;
        fates.set(trace.packet(row), 0);
      } else if (ends.includes(kind)) {
        const soFar = fates.get(trace.packet(row));
        assert.equal(soFar, 0, `packet ${trace.packet(row)} ended twice or never started`);
        fates.set(trace.packet(row), 1);
      }
    }
    assert.equal(fates.size, started, "no two packets share a number");
    if (until === undefined) assert.ok([...fates.values()].every((count) => count === 1));
    for (const counts of Object.values(run.metrics.links)) {
      const { transmitted, duplicated, arrived, lost, dropped, severed } = counts;
      const ended = arrived + lost + dropped + severed;
      assert.ok(ended <= transmitted + duplicated);
      if (until === undefined) assert.equal(ended, transmitted + duplicated);
    }
  });
});

test("time never goes back, and every cause is an earlier row", () => {
  everyRun(({ trace }) => {
    for (let row = 0; row < trace.rows; row++) {
      assert.ok(Number.isInteger(trace.time(row)) && trace.time(row) >= 0);
      if (row > 0) assert.ok(trace.time(row) >= trace.time(row - 1));
      assert.ok(trace.cause(row) < row && trace.cause(row) >= NONE);
    }
  });
});

test("an arrival is caused by the start of that packet, and a receipt by an arrival", () => {
  everyRun(({ trace }) => {
    for (let row = 0; row < trace.rows; row++) {
      const cause = trace.cause(row);
      if (trace.kind(row) === EventKind.arrive) {
        assert.ok(
          trace.kind(cause) === EventKind.transmit || trace.kind(cause) === EventKind.duplicate,
        );
        assert.equal(trace.packet(cause), trace.packet(row));
        assert.equal(trace.place(cause), trace.place(row));
      }
      if (trace.kind(row) === EventKind.receive) {
        assert.equal(trace.kind(cause), EventKind.arrive);
        assert.equal(trace.message(cause), trace.message(row));
      }
    }
  });
});

test("the same spec gives the same fingerprint", () => {
  everyRun((run, given) => assert.equal(simulate(given).fingerprint, run.fingerprint));
});

test("a link that keeps order delivers its packets in the order of their starts", () => {
  everyRun((run, given) => {
    const ordered = (given.links as readonly { keepsOrder: boolean }[]).map(
      ({ keepsOrder }) => keepsOrder,
    );
    const latest = run.trace.links.map(() => 0);
    for (const flight of flightsOf(run.trace)) {
      if (flight.copy || flight.fate !== "arrived" || !ordered[flight.link]) continue;
      assert.ok(flight.to >= latest[flight.link]);
      latest[flight.link] = flight.to;
    }
  });
});

test("flights agree with the metrics of their links", () => {
  everyRun((run) => {
    run.trace.links.forEach(({ id }, index) => {
      const flights = flightsOf(run.trace).filter((flight) => flight.link === index);
      const { arrived, lost, dropped, severed, transmitted } = run.metrics.links[id];
      const count = (fate: string): number => flights.filter((f) => f.fate === fate).length;
      assert.deepEqual(
        [arrived, lost, dropped, severed],
        [count("arrived"), count("lost"), count("dropped"), count("severed")],
      );
      assert.equal(flights.filter(({ copy }) => !copy).length, transmitted);
    });
  });
});
