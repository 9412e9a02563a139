/** Links that get worse at a time, and perhaps better again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  degrade,
  duplex,
  every,
  type Fault,
  kbps,
  link,
  type LinkOptions,
  ms,
  overload,
  percent,
  simulate,
  Sink,
  uniform,
} from "../../../../src/engine/index.ts";
import { Echo, eventsOf, Talker, timesOf } from "../support.ts";

/** A packet of 100 bytes every 10 ms, the first at 10 ms. */
function drip(options: LinkOptions, faults: Fault[], count = 10) {
  return simulate({
    seed: 7,
    nodes: { a: every("b", ms(10), { bytes: 72, phase: ms(10), count }), b: new Sink() },
    links: [link("a", "b", options)],
    faults,
  });
}

const ways = (run: ReturnType<typeof drip>): number[] => {
  const starts = timesOf(run, "transmit");
  return timesOf(run, "arrive").map((time, i) => (time - starts[i]) / 1e6);
};

test("another delay holds for packets that start from then on, until it is over", () => {
  const fault = degrade("a", "b", { delay: ms(5) }, ms(35), { until: ms(65) });
  assert.deepEqual(ways(drip({ delay: ms(1) }, [fault])), [1, 1, 1, 5, 5, 5, 1, 1, 1, 1]);
  // Twice as long for the second half: a distribution no longer counts, jitter still does.
  const steady = ways(drip({ delay: uniform(0, ms(3)) }, [fault]));
  assert.deepEqual(steady.slice(3, 6), [5, 5, 5]);
  assert.ok(steady.some((way) => way !== 5));
  const jittery = ways(drip({ jitter: ms(1) }, [fault]));
  assert.ok(jittery.slice(3, 6).every((way) => way >= 5 && way <= 6));
  assert.ok(jittery[3] !== jittery[4]);
});

test("another bandwidth holds from the next packet on, besides what overloads the node", () => {
  const slow = degrade("a", "b", { bandwidth: kbps(200) }, ms(35), { until: ms(65) });
  const run = drip({ bandwidth: kbps(400) }, [slow]);
  assert.deepEqual(ways(run), [2, 2, 2, 4, 4, 4, 2, 2, 2, 2]);
  const both = drip({ bandwidth: kbps(400) }, [slow, overload("a", 2, ms(45), { until: ms(75) })]);
  assert.deepEqual(ways(both), [2, 2, 2, 4, 8, 8, 4, 2, 2, 2]);
  assert.deepEqual(ways(drip({}, [slow])).slice(2, 5), [0, 4, 4]);
});

test("another loss has the luck that it would have had from the beginning", () => {
  const fates = (run: ReturnType<typeof drip>): string[] => {
    const fates: string[] = [];
    for (const { kind, packet } of eventsOf(run, "arrive", "lose")) fates[packet ?? 0] = kind;
    return fates.slice(1);
  };
  const lossy = fates(drip({ loss: percent(40) }, [], 200));
  const fault = degrade("a", "b", { loss: percent(40) }, ms(1_005), { until: ms(1_505) });
  const worse = fates(drip({}, [fault], 200));
  assert.ok(worse.slice(0, 100).every((fate) => fate === "arrive"));
  assert.deepEqual(worse.slice(100, 150), lossy.slice(100, 150));
  assert.ok(worse.slice(150).every((fate) => fate === "arrive"));
  assert.ok(lossy.includes("lose") && worse.includes("lose"));
  const burst = { goodToBad: 0.2, badToGood: 0.2 };
  const cured = drip({ loss: burst }, [degrade("a", "b", { loss: 0 }, 0)], 200);
  assert.equal(cured.metrics.links["a→b"].lost, 0);
  assert.ok(drip({ loss: burst }, [], 200).metrics.links["a→b"].lost > 0);
});

test("of several changes the last one counts, field by field, and ends by itself", () => {
  const run = drip({ delay: ms(1) }, [
    degrade("a", "b", { delay: ms(3), bandwidth: kbps(800) }, ms(25), { until: ms(85) }),
    degrade("a", "b", { delay: ms(6) }, ms(45), { until: ms(65) }),
  ]);
  assert.deepEqual(ways(run), [1, 1, 4, 4, 7, 7, 4, 4, 1, 1]);
  assert.deepEqual(
    eventsOf(run, "degrade").map(({ text, place }) => [place, text]),
    [
      ["a→b", "800000 3000000 -"],
      ["a→b", "800000 6000000 -"],
      ["a→b", "800000 3000000 -"],
      ["a→b", "- - -"],
    ],
  );
});

test("both directions change, or one; a shared wire is as long as it has become", () => {
  const talk = (faults: Fault[], halfDuplex = false) =>
    simulate({
      seed: 1,
      nodes: { a: new Talker("b", "x"), b: new Echo() },
      links: duplex("a", "b", { delay: ms(1), bandwidth: kbps(232), halfDuplex }),
      faults,
    }).metrics.endTime;
  assert.equal(talk([]), ms(4));
  assert.equal(talk([degrade("a", "b", { delay: ms(3) }, 0)]), ms(8));
  assert.equal(talk([degrade("b", "a", { delay: ms(3) }, 0, { oneWay: true })]), ms(6));
  assert.equal(talk([degrade("b", "a", { delay: ms(3) }, 0)], true), ms(8));
});

test("a change that strikes after the last packet changes nobody's luck", () => {
  const noise = { jitter: ms(3), corruption: 0.2, duplication: 0.2, loss: 0.1 };
  const rows = (faults: Fault[]) => eventsOf(drip(noise, faults, 50)).slice(0, 200);
  assert.deepEqual(rows([degrade("a", "b", { loss: 0.9, delay: 0 }, ms(900))]), rows([]));
});

test("degrade(…) refuses a change of nothing, and what a link cannot be", () => {
  assert.throws(() => degrade("a", "b", {}, 1), /change is an object; it must have bandwidth, de/);
  assert.throws(
    () => degrade("a", "b", { jitter: 1 } as never, 1),
    /degrade\(…\): there is no .*jitter/,
  );
  assert.throws(() => degrade("a", "b", { loss: NaN }, 1), /degrade\(…\): loss is NaN/);
  assert.throws(() => degrade("a", "b", { bandwidth: Infinity }, 1), /bandwidth is Infinity/);
  assert.throws(() => degrade("a", "b", { delay: 5 }, 9, { until: 9 }), /until is 9; it must be l/);
});
