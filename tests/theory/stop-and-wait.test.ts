/**
 * Runs of stop-and-wait beside 1/(1−p)² tries and RTT + T(1/(1−p)²−1) a letter (Bertsekas &
 * Gallager 2.4.1; Kurose & Ross 8e 3.4). Fixed seeds; each measured mean must lie within 3.9
 * standard errors of theory, which a correct engine misses once in 10,000 comparisons.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { summarise } from "../../src/engine/check/statistics.ts";
import {
  duplex,
  ms,
  percent,
  simulate,
  StopAndWaitReceiver,
  StopAndWaitSender,
  timePerLetter,
  triesPerLetter,
} from "../../src/engine/index.ts";

const letters = "M".repeat(200);
const seeds = Array.from({ length: 60 }, (_, i) => i + 1);
const patience = ms(250);
const roundTrip = ms(80);

function measure(loss: number) {
  const runs = seeds.map((seed) =>
    simulate({
      seed,
      nodes: {
        sender: new StopAndWaitSender("receiver", letters, patience),
        receiver: new StopAndWaitReceiver(),
      },
      links: duplex("sender", "receiver", { delay: roundTrip / 2, loss }),
    }),
  );
  return {
    tries: summarise(runs.map(({ nodes }) => nodes.sender.tries / letters.length)),
    time: summarise(runs.map(({ metrics }) => metrics.endTime / letters.length)),
    copies: summarise(runs.map(({ nodes }) => nodes.receiver.copies / letters.length)),
  };
}

const standardErrors = 3.9;

for (const loss of [0, 5, 10, 20, 30, 50].map(percent)) {
  test(`at ${loss * 100} % loss each way, tries and time a letter are those of theory`, () => {
    const { tries, time, copies } = measure(loss);
    const expected: [typeof tries, number][] = [
      [tries, triesPerLetter(loss)],
      [time, timePerLetter(loss, roundTrip, patience)],
      // Every copy that arrives follows a lost answer: p/(1−p) a letter.
      [copies, loss / (1 - loss)],
    ];
    for (const [measured, theory] of expected) {
      const allowed = (standardErrors * measured.deviation) / Math.sqrt(measured.count);
      const apart = Math.abs(measured.mean - theory);
      assert.ok(apart <= allowed + 1e-9 * theory, `${measured.mean} is not ${theory} ± ${allowed}`);
    }
  });
}
