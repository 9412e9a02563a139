/** Repeating: sums of series, small chains of states, and windows sent slot by slot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allArrive,
  lossForMessageLoss,
  messageLoss,
} from "../../../src/engine/theory/fragments.ts";
import {
  crossingsEndToEnd,
  crossingsHopByHop,
  expectedTries,
} from "../../../src/engine/theory/retransmission.ts";
import { timePerLetter, triesPerLetter } from "../../../src/engine/theory/stop-and-wait.ts";
import {
  type Connection,
  goBackNEfficiency,
  selectiveRepeatEfficiency,
  stopAndWaitEfficiency,
  windowKnee,
  windowUtilisation,
} from "../../../src/engine/theory/windows.ts";
import { mbps, ms } from "../../../src/engine/kernel/units.ts";
import { serializationDelay } from "../../../src/engine/theory/delay.ts";
import { chance, choose, near, refused } from "./support.ts";

test("tries: the mean of a geometric distribution, summed term by term", () => {
  for (const [p, q] of [
    [0, 0],
    [0.1, 0.1],
    [0.3, 0.3],
    [0.5, 0.1],
    [0.9, 0],
  ]) {
    const success = (1 - p) * (1 - q);
    let mean = 0;
    for (let n = 1; n < 5000; n++) mean += n * success * (1 - success) ** (n - 1);
    near(expectedTries(p, q), mean);
    if (p === q) near(expectedTries(p, q), triesPerLetter(p));
  }
  near(expectedTries(0.3, 0.3), 2.0408, 1e-4);
});

test("crossings: a chain of places, solved from its end", () => {
  for (const links of [1, 2, 5, 10, 20]) {
    for (const p of [0, 1e-9, 0.01, 0.1, 0.2, 0.5]) {
      // E(i): crossings still to come from place i; a loss leads back to the beginning.
      // E(i) = a(i) + b(i)·E(0), from E(k) = 0.
      let [a, b] = [0, 0];
      for (let i = links - 1; i >= 0; i--) [a, b] = [1 + (1 - p) * a, p + (1 - p) * b];
      near(crossingsEndToEnd(links, p), a / (1 - b), 1e-6);
      near(crossingsHopByHop(links, p), links / (1 - p));
    }
  }
});

test("ten links that lose 10 %: 18.7 crossings end to end, 11.1 hop by hop", () => {
  near(crossingsEndToEnd(10, 0.1), 18.7, 2e-3);
  near(crossingsHopByHop(10, 0.1), 11.1, 1e-2);
  for (const [p, ends, links] of [
    [0.01, 5.15, 5.05],
    [0.1, 6.94, 5.56],
    [0.2, 10.26, 6.25],
  ]) {
    near(crossingsEndToEnd(5, p), ends, 1e-3);
    near(crossingsHopByHop(5, p), links, 1e-3);
  }
});

test("fragments: all arrive with (1−p)^N, which is what the binomial distribution says", () => {
  for (const [p, n] of [
    [0.01, 42],
    [0.3, 5],
    [1e-12, 1000],
  ]) {
    let someLost = 0;
    for (let lost = 1; lost <= n; lost++) {
      someLost += choose(n, lost) * p ** lost * (1 - p) ** (n - lost);
    }
    near(messageLoss(p, n), someLost);
    near(allArrive(p, n), 1 - someLost);
  }
  near(allArrive(0.01, 42), 0.6556, 1e-4);
  near(allArrive(0.01, 68), 0.505, 1e-3);
  near(allArrive(0.01, 600), 0.0024, 1e-2);
  near(allArrive(0.001, 720), 0.4866, 1e-4);
  near(allArrive(0.0001, 5000), 0.607, 1e-3);
  near(lossForMessageLoss(0.5, 42), 0.0164, 1e-2);
  near(messageLoss(lossForMessageLoss(0.3, 9), 9), 0.3);
  assert.deepEqual([allArrive(1, 1), allArrive(1, 0), messageLoss(1, 3)], [0, 1, 1]);
});

/** 1,000 bytes at 10 Mb/s, 40 ms each way. */
const packet = serializationDelay(1000, mbps(10));
const line: Connection = { packet, roundTrip: ms(80) };

test("a window of one uses 0.99 % of 10 Mb/s over 80 ms; the knee is at 101", () => {
  near(windowUtilisation(1, packet, ms(80)), 0.0099, 1e-3);
  near(windowKnee(packet, ms(80)), 101);
  assert.ok(windowUtilisation(100, packet, ms(80)) < 1);
  assert.equal(windowUtilisation(101, packet, ms(80)), 1);
});

test("at 1 % loss Go-Back-N keeps 49.5 %, with one timer 32.9, Selective Repeat 99", () => {
  const lossy = { ...line, loss: 0.01 };
  near(goBackNEfficiency(lossy, 101), 0.495, 1e-3);
  near(goBackNEfficiency(lossy, 101, 2), 0.329, 1e-3);
  near(selectiveRepeatEfficiency(lossy, 202), 0.99);
  near(selectiveRepeatEfficiency({ ...lossy, ackLoss: 0.01 }, 404), 0.9801);
});

test("without loss all are what a window uses; with a window of one all are the same", () => {
  for (const window of [1, 30, 101, 500]) {
    const used = windowUtilisation(window, packet, ms(80));
    near(goBackNEfficiency(line, window), used);
    near(selectiveRepeatEfficiency(line, window), used);
  }
  const lossy = { ...line, loss: 0.2 };
  near(goBackNEfficiency(lossy, 1), stopAndWaitEfficiency(lossy));
  near(selectiveRepeatEfficiency(lossy, 1), stopAndWaitEfficiency(lossy));
});

test("stop-and-wait: time a letter agrees with the formula that counts tries", () => {
  for (const loss of [0, 0.1, 0.3]) {
    const perLetter = timePerLetter(loss, packet + ms(80), packet + ms(250));
    const connection = { ...line, loss, ackLoss: loss };
    near(stopAndWaitEfficiency(connection, ms(250)), packet / perLetter);
  }
});

/** The share of slots whose packets Go-Back-N did not need to send or wait for. */
function goBackN(window: number, trip: number, p: number, timers: "each" | "one"): number {
  const random = chance(7);
  const packets = 200_000;
  const acks: { at: number; next: number }[] = [];
  const ends: number[] = [];
  let [base, next, expected, slot, read, timer] = [0, 0, 0, 0, 0, Infinity];
  for (; base < packets; slot++) {
    for (; read < acks.length && acks[read].at <= slot; read++) {
      if (acks[read].next <= base) continue;
      base = acks[read].next;
      timer = next > base ? acks[read].at + trip : Infinity;
    }
    const due = timers === "one" ? timer : base < next ? ends[base] + trip : Infinity;
    if (due <= slot && base < next) [next, timer] = [base, Infinity];
    if (next >= base + window) continue;
    ends[next] = slot + 1;
    if (timer === Infinity) timer = slot + 1 + trip;
    const isNext = random() >= p && next === expected;
    if (isNext) expected++;
    if (isNext) acks.push({ at: slot + 1 + trip, next: expected });
    next++;
  }
  return packets / slot;
}

test("Go-Back-N, slot by slot, is what the formula says, for small windows too", () => {
  for (const [window, p] of [
    [101, 0.01],
    [300, 0.01],
    [50, 0.01],
    [10, 0.05],
    [3, 0.3],
  ]) {
    const connection = { packet: 1, roundTrip: 100, loss: p };
    const within = (4 * Math.sqrt(p / 200_000)) / p;
    const measured = goBackN(window, 100, p, "each");
    near(measured, goBackNEfficiency(connection, window), within, `W ${window}, p ${p}`);
    if (p > 0.05) continue;
    const restarted = goBackN(window, 100, p, "one");
    const expected = goBackNEfficiency(connection, window, 2);
    near(restarted, expected, within + 0.02, `one timer, ${window}`);
  }
});

/** The share of slots with a new packet, if a packet or its answer is lost now and then. */
function selectiveRepeat(window: number, trip: number, success: number): number {
  const random = chance(8);
  const packets = 100_000;
  const answers = new Map<number, { number: number; isSound: boolean }>();
  const acked = new Uint8Array(packets + window + 1);
  const again: number[] = [];
  let [base, next, slot] = [0, 0, 0];
  for (; base < packets; slot++) {
    const answer = answers.get(slot);
    if (answer?.isSound === true) acked[answer.number] = 1;
    else if (answer !== undefined) again.push(answer.number);
    while (acked[base] === 1) base++;
    const number = again.shift() ?? (next < base + window ? next++ : undefined);
    if (number === undefined) continue;
    answers.set(slot + 1 + trip, { number, isSound: random() < success });
  }
  return packets / slot;
}

test("Selective Repeat, slot by slot: four knees nearly reach the bound, one does not", () => {
  for (const [p, q] of [
    [0.01, 0],
    [0.01, 0.1],
    [0.05, 0.05],
  ]) {
    const connection = { packet: 1, roundTrip: 50, loss: p, ackLoss: q };
    const bound = selectiveRepeatEfficiency(connection, 204);
    const measured = selectiveRepeat(204, 50, (1 - p) * (1 - q));
    near(measured, bound, 0.02);
    assert.ok(selectiveRepeat(51, 50, (1 - p) * (1 - q)) < 0.85 * bound);
  }
});

test("probabilities, windows and timeouts out of range are refused by name", () => {
  refused(() => expectedTries(1, 0), "expectedTries: loss is 1", "nothing ever arrives");
  refused(() => crossingsEndToEnd(0, 0.1), "links is 0");
  refused(() => crossingsHopByHop(1.5, 0.1), "links is 1.5", "whole number");
  refused(() => allArrive(-0.1, 1), "loss is -0.1");
  refused(() => goBackNEfficiency({ ...line, loss: NaN }, 1), "goBackNEfficiency: loss is NaN");
  refused(() => goBackNEfficiency(line, 0), "window is 0");
  refused(() => goBackNEfficiency(line, 1, 3 as never), "restarts is 3");
  refused(() => stopAndWaitEfficiency(line, ms(79)), "timeout is 79000000", "80,000,000");
  refused(() => windowUtilisation(1, 0, 1), "packet is 0");
});
