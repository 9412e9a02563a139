/**
 * Liveness: once nothing is lost any more, a reliable protocol is done in bounded time. A thousand
 * schedules each, of outages in either direction and of packets that are dropped, doubled or held
 * up; after the last outage the wire is sound, and the bound is worked out from it.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  cut,
  delay,
  drop,
  duplex,
  duplicate,
  type Fault,
  GoBackNReceiver,
  GoBackNSender,
  heal,
  ms,
  type Process,
  seconds,
  SelectiveRepeatReceiver,
  SelectiveRepeatSender,
  simulate,
  StopAndWaitReceiver,
  StopAndWaitSender,
  TcpReceiver,
  TcpSender,
} from "../../src/engine/index.ts";

const text = "NUMBER THE STARS";
const ways = ["a→b", "b→a"] as const;
const thousand = { numRuns: 1_000, seed: 2027 };

/** Nothing is lost any more after this time, ns. */
const SOUND = ms(2_000);
/** No packet is held up by more than this, ns. */
const MOST_DELAY = ms(300);

/** An outage both ways or one way, over before the wire is sound. */
const outages = fc
  .record({
    from: fc.integer({ min: 0, max: 1_900 }),
    length: fc.integer({ min: 1, max: 1_500 }),
    way: fc.constantFrom(0, 1, 2),
  })
  .map(({ from, length, way }): Fault[] => {
    const [a, b] = way === 1 ? ["b", "a"] : ["a", "b"];
    const direction = way === 2 ? undefined : ({ oneWay: true } as const);
    const end = Math.min(ms(from + length), SOUND);
    return [cut(a, b, ms(from), direction), heal(a, b, end, direction)];
  });

/** What befalls one of the first packets. */
const mishaps = fc
  .record({
    way: fc.constantFrom(...ways),
    packet: fc.integer({ min: 1, max: 12 }),
    what: fc.constantFrom("drop", "duplicate", "delay"),
    by: fc.integer({ min: 1, max: 300 }),
  })
  .map(({ way, packet, what, by }): Fault => {
    if (what === "drop") return drop(way, packet, undefined);
    return what === "duplicate" ? duplicate(way, packet) : delay(way, packet, ms(by));
  });

const troubles = fc
  .tuple(fc.array(outages, { maxLength: 3 }), fc.array(mishaps, { maxLength: 6 }))
  .map(([cuts, others]) => [...cuts.flat(), ...others]);
const oneWays = fc.integer({ min: 1, max: 60 }).map(ms);

/** Runs two ends through their troubles; when all had come, ns. */
function finished(ends: Record<"a" | "b", Process>, wire: number, faults: Fault[]): number {
  const links = duplex("a", "b", { delay: wire, keepsOrder: true });
  const run = simulate({ seed: 1, nodes: ends, links, faults });
  assert.deepEqual(run.outcome, { kind: "finished" });
  assert.equal([...(run.nodes.b as { received?: string[] }).received!].join(""), text);
  return run.metrics.endTime;
}

/**
 * What is left when the wire is sound, at the latest: the mishaps of 6 packets, each of which may
 * cost a patience and a delay; the patience that runs; then a round trip for each item.
 */
const bound = (patience: number, wire: number) =>
  SOUND + 7 * (patience + MOST_DELAY) + text.length * (patience + 2 * wire);

test("stop-and-wait is done in bounded time once nothing is lost, after 1,000 schedules", () => {
  fc.assert(
    fc.property(troubles, oneWays, (faults, wire) => {
      const patience = 2 * wire + ms(50);
      const a = new StopAndWaitSender("b", text, patience);
      const end = finished({ a, b: new StopAndWaitReceiver() }, wire, faults);
      assert.ok(end <= bound(patience, wire), `${end}`);
    }),
    thousand,
  );
});

test("Go-Back-N is done in bounded time once nothing is lost, after 1,000 schedules", () => {
  const windows = fc.integer({ min: 1, max: 8 });
  fc.assert(
    fc.property(troubles, oneWays, windows, (faults, wire, window) => {
      const patience = 2 * wire + ms(50);
      const a = new GoBackNSender("b", text, { window, space: window + 1, patience });
      const end = finished({ a, b: new GoBackNReceiver(window + 1) }, wire, faults);
      assert.ok(end <= bound(patience, wire), `${end}`);
    }),
    thousand,
  );
});

test("Selective Repeat is done in bounded time once nothing is lost, after 1,000 schedules", () => {
  const windows = fc.integer({ min: 1, max: 8 });
  fc.assert(
    fc.property(troubles, oneWays, windows, (faults, wire, window) => {
      const patience = 2 * wire + ms(50);
      const a = new SelectiveRepeatSender("b", text, { window, space: 2 * window, patience });
      const b = new SelectiveRepeatReceiver(window, 2 * window);
      assert.ok(finished({ a, b }, wire, faults) <= bound(patience, wire));
    }),
    thousand,
  );
});

test("TCP is done in bounded time once nothing is lost, after 1,000 schedules", () => {
  const sacks = fc.boolean();
  const maxTimeout = seconds(4);
  fc.assert(
    fc.property(troubles, oneWays, sacks, (faults, wire, sack) => {
      const settings = { sack, mss: 64, segmentLifetime: 0, maxTimeout };
      const whole = text.repeat(40);
      const nodes = { a: new TcpSender("b", whole, settings), b: new TcpReceiver(settings) };
      const links = duplex("a", "b", { delay: wire });
      const run = simulate({ seed: 1, nodes, links, faults });
      assert.equal(run.nodes.b.received, whole);
      assert.deepEqual([run.nodes.a.outcome, run.nodes.b.outcome], ["closed", "closed"]);
      // Each of six mishaps may cost a timeout, the one that runs another; then slow start.
      const bound = SOUND + 7 * maxTimeout + 30 * 2 * wire;
      assert.ok(run.metrics.endTime <= bound, `${run.metrics.endTime}`);
    }),
    thousand,
  );
});
