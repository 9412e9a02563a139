/** Delay over links in a row: the closed form beside packets that queue one by one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bandwidthDelayProduct,
  type Hop,
  messageDelay,
  pipeliningGain,
  propagationDelay,
  quickestPayload,
  serializationDelay,
  waitBehindPieces,
} from "../../../src/engine/theory/delay.ts";
import { gbps, kbps, mbps, ms } from "../../../src/engine/kernel/units.ts";
import { chance, near, refused } from "./support.ts";

/** Each packet leaves a link when it is there whole and the one before it has left. */
function byQueueing(hops: readonly Hop[], bytes: number, payload: number, header: number): number {
  const sizes: number[] = [];
  for (let left = bytes; left > 0; left -= payload) sizes.push(Math.min(left, payload) + header);
  if (sizes.length === 0) sizes.push(header);
  let there = sizes.map(() => 0);
  for (const { bandwidth, delay } of hops) {
    let free = 0;
    there = there.map((time, i) => {
      free = Math.max(time, free) + (sizes[i] * 8e9) / bandwidth;
      return free + delay;
    });
  }
  return there.at(-1) as number;
}

const four = Array.from({ length: 4 }, () => ({ bandwidth: mbps(10), delay: ms(1) }));

test("60 kB over four links: 196 ms whole, 57 ms in packets of 1,460 bytes", () => {
  for (const [payload, expected] of [
    [60_000, 196.128],
    [5000, 64.48],
    [1460, 56.944],
    [896, 56.3904],
    [100, 71.536],
    [20, 148.144],
    [10, 244.12],
  ]) {
    near(messageDelay(four, 60_000, { payload, header: 40 }) / 1e6, expected);
  }
  near(messageDelay(four.slice(1, 2), 60_000, { payload: 60_000, header: 40 }) / 1e6, 49.032);
});

test("over links of different speeds: 37.558 ms for a ping, 448.484 ms for a megabyte", () => {
  const home = { bandwidth: mbps(20), delay: ms(5) };
  const rest = [
    { bandwidth: gbps(1), delay: ms(2) },
    { bandwidth: gbps(10), delay: ms(30) },
    { bandwidth: gbps(1), delay: ms(0.5) },
  ];
  const cut = { payload: 1460, header: 40 };
  near(messageDelay([home, ...rest], 100, cut) / 1e6, 37.558_352);
  near(messageDelay([home, ...rest], 1e6, cut) / 1e6, 448.483_52);
  const faster = { ...home, bandwidth: mbps(200) };
  near(messageDelay([faster, ...rest], 100, cut) / 1e6, 37.508, 1e-5);
  near(messageDelay([faster, ...rest], 1e6, cut) / 1e6, 78.62, 1e-5);
});

test("the closed form is what queueing packet by packet gives, whatever links and sizes", () => {
  const random = chance(1);
  for (let i = 0; i < 3000; i++) {
    const hops = Array.from({ length: 1 + Math.floor(random() * 6) }, () => ({
      bandwidth: 1e6 * Math.exp(random() * 5),
      delay: random() * 1e6,
    }));
    const payload = 1 + Math.floor(random() * 300);
    const bytes = Math.floor(random() * 3000);
    const header = Math.floor(random() * 60);
    const expected = byQueueing(hops, bytes, payload, header);
    near(messageDelay(hops, bytes, { payload, header }), expected, 1e-9, JSON.stringify(hops));
  }
});

test("a short last packet that catches up with the full one before it is counted", () => {
  // The narrowest link comes first, but the full packet is what the second link is busy with.
  const hops = [
    { bandwidth: 1e6, delay: 0 },
    { bandwidth: 1.1e6, delay: 0 },
    { bandwidth: 1.2e6, delay: 0 },
  ];
  const cut = { payload: 1000, header: 0 };
  const simple = (2001 * 8e9) / 1e6 + (8e9 * 1) / 1.1e6 + (8e9 * 1) / 1.2e6;
  const exact = messageDelay(hops, 2001, cut);
  assert.ok(exact > 1.1 * simple);
  near(exact, byQueueing(hops, 2001, 1000, 0));
});

test("the best payload is √(Mh/(k−1)): 894, 1,549 and 586 bytes for 4, 2 and 8 links", () => {
  assert.deepEqual(
    [4, 2, 8].map((links) => Math.round(quickestPayload(60_000, 40, links))),
    [894, 1549, 586],
  );
  // Of all whole payloads the best is 896; the formula's is 0.05 % worse.
  const time = (payload: number) => messageDelay(four, 60_000, { payload, header: 40 });
  let best = 1;
  for (let payload = 2; payload <= 3000; payload++) if (time(payload) < time(best)) best = payload;
  assert.equal(best, 896);
  near(time(894), time(896), 6e-4);
  assert.equal(quickestPayload(60_000, 40, 1), Infinity);
});

test("pipelining gains the number of links at most, and nothing for a single packet", () => {
  assert.equal(pipeliningGain(4, 1), 1);
  assert.equal(pipeliningGain(1, 100), 1);
  near(pipeliningGain(4, 1e6), 4, 1e-5);
  const whole = messageDelay(four, 60_000, { payload: 60_000, header: 0 }) - ms(4);
  const cut = messageDelay(four, 60_000, { payload: 1000, header: 0 }) - ms(4);
  near(whole / cut, pipeliningGain(4, 60));
});

test("delays add up: bytes on the wire, light in glass, bytes in a pipe, a piano in front", () => {
  near(serializationDelay(1250, mbps(10)), ms(1));
  assert.equal(serializationDelay(1250, Infinity), 0);
  near(propagationDelay(6e6), ms(30));
  near(bandwidthDelayProduct(mbps(10), ms(48)), 60_000);
  near(waitBehindPieces(0.8, serializationDelay(1_000_040, mbps(10))) / 1e6, 320.0128);
  near(waitBehindPieces(0.8, serializationDelay(1500, mbps(10))) / 1e6, 0.48);
});

test("a pigeon and a line of 168 kb/s tie at 87 MB", () => {
  const flight = { bandwidth: mbps(9.05), delay: 68 * 60e9 };
  const line = { bandwidth: kbps(168), delay: 0 };
  const cut = { payload: 1e12, header: 0 };
  const tie = 4080 / (8 / 168e3 - 8 / 9.05e6);
  near(tie / 1e6, 87.3, 1e-3);
  near(messageDelay([flight], tie, cut), messageDelay([line], tie, cut));
});

test("links, sizes and speeds out of range are refused by name", () => {
  const cut = { payload: 1, header: 0 };
  refused(() => messageDelay([], 1, cut), "messageDelay: the number of links is 0");
  refused(() => messageDelay(four, -1, cut), "bytes is -1", "from 0 to 1,000,000,000,000");
  refused(() => messageDelay(four, 1, { payload: 0, header: 0 }), "payload is 0");
  refused(() => messageDelay([{ bandwidth: 0, delay: 0 }], 1, cut), "bandwidth is 0", "Infinity");
  refused(() => messageDelay([{ bandwidth: 1, delay: NaN }], 1, cut), "delay is NaN");
  refused(() => propagationDelay(1, 3e8), "speed is 300000000", "299,792,458");
  refused(() => bandwidthDelayProduct(Infinity, 1), "bandwidth is Infinity");
  refused(() => waitBehindPieces(1.5, 1), "load is 1.5");
});
