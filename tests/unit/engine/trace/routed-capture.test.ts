import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplex,
  link,
  type LinkOptions,
  mbps,
  Router,
  simulate,
} from "../../../../src/engine/index.ts";
import { toPcapng } from "../../../../src/engine/trace/capture.ts";
import { traceToCsv, traceToJson } from "../../../../src/engine/trace/export.ts";
import { Pieces } from "../../../../src/engine/trace/pieces.ts";
import { toShiviz } from "../../../../src/engine/trace/shiviz.ts";
import { routedRuns } from "../golden/routed.ts";
import { eventsOf, Listener, Talker } from "../support.ts";

const body = "The quick brown fox jumps over the lazy dog. ".repeat(60); // 2,700 bytes

function cut(last: LinkOptions) {
  return simulate({
    seed: 1,
    nodes: { a: new Talker("b", body), r: new Router(), b: new Listener() },
    links: [duplex("a", "r", { mtu: 1028 }), link("r", "b", { mtu: 428, ...last })],
  });
}

test("where the bytes of each piece begin is known, whichever pieces a full queue drops", () => {
  // The router cuts 1,000 bytes into 400, 400 and 200: packets 1, 4, 5; 2, 6, 7; 700 into 3, 8.
  const offsets = [0, 1_000, 2_000, 400, 800, 1_400, 1_800, 2_400];
  for (const queue of [0, 1, 2, 3, 4, 100]) {
    const run = cut({ bandwidth: mbps(1), queue });
    const pieces = new Pieces(run.trace, 28);
    const sent = new Set(eventsOf(run, "transmit").map(({ packet }) => packet as number));
    for (const packet of sent) {
      assert.equal(pieces.placeOf(packet).offset, offsets[packet - 1], `${queue}: ${packet}`);
    }
  }
});

/** The first 20 bytes of each packet of a capture: its IPv4 header. */
function headers(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const found: Uint8Array[] = [];
  for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) {
    if (view.getUint32(at, true) === 6) found.push(file.subarray(at + 28, at + 48));
  }
  return found;
}

test("a capture shows the time to live become less from link to link", () => {
  const times = headers(toPcapng(cut({}).trace)).map((header) => header[8]);
  // Three packets from a at 64, and eight pieces of them from r at 63.
  assert.deepEqual(times.sort(), [...Array<number>(8).fill(63), ...Array<number>(3).fill(64)]);
  const at = headers(toPcapng(cut({}).trace, { at: "b" })).map((header) => header[8]);
  assert.deepEqual(at, Array<number>(8).fill(63));
});

test("the pieces that a router makes are fragments of one datagram", () => {
  const fragments = headers(toPcapng(cut({}).trace, { at: "b" })).map((header) => {
    const word = (header[6] << 8) | header[7];
    return [(word & 0x1fff) * 8, (word & 0x2000) !== 0];
  });
  // 400 bytes and 8 of UDP in the first, then 8 more than the place in the body.
  const last = fragments.filter(([, more]) => more === false);
  assert.deepEqual(last, [[2_408, false]]);
  assert.equal(fragments.length, 8);
  assert.deepEqual(fragments[0], [0, true]);
});

test("every routed run can be written in every form, with an event for each row", () => {
  for (const [name, spec] of Object.entries(routedRuns)) {
    const run = simulate(spec());
    const json = JSON.parse(traceToJson(run.trace)) as { events: { kind: string }[] };
    assert.equal(json.events.length, run.trace.rows, name);
    const drops = eventsOf(run, "queueDrop").length;
    assert.equal(json.events.filter(({ kind }) => kind === "queueDrop").length, drops);
    const lines = traceToCsv(run.trace).trimEnd().split("\r\n");
    assert.equal(lines.length, run.trace.rows + 1, name);
    const sent = Object.values(run.metrics.links).reduce((sum, each) => sum + each.transmitted, 0);
    const copies = Object.values(run.metrics.links).reduce((sum, each) => sum + each.duplicated, 0);
    assert.equal(headers(toPcapng(run.trace)).length, sent + copies, name);
    const log = toShiviz(run.trace).trimEnd().split("\n");
    assert.equal(log.length % 2, 0, name);
  }
});
