/** A hundred megabytes: window scales, numbers that come round, and memory that stays small. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { duplex, type LinkOptions, mbps, ms, simulate } from "../../../../src/engine/index.ts";
import { TcpReceiver, TcpSender } from "../../../../src/engine/protocols/tcp/bulk.ts";
import type { TcpSettings } from "../../../../src/engine/protocols/tcp/settings.ts";

const HUNDRED_MB = 100_000_000;

/** Keeps the greatest lengths that its lists have had. */
class Watched extends TcpReceiver {
  most = { early: 0, unread: 0, blocks: 0 };

  receive(...given: Parameters<TcpReceiver["receive"]>): void {
    super.receive(...given);
    const { early, unread, blocks } = this.receiving;
    this.most.early = Math.max(this.most.early, early.length);
    this.most.unread = Math.max(this.most.unread, unread.length);
    this.most.blocks = Math.max(this.most.blocks, blocks.length);
  }
}

function transfer(bytes: number, settings: Partial<TcpSettings>, wire: LinkOptions) {
  const nodes = { a: new TcpSender("b", bytes, settings), b: new Watched(settings) };
  const run = simulate({ seed: 1, nodes, links: duplex("a", "b", wire) });
  assert.deepEqual(run.outcome, { kind: "finished" });
  assert.equal(run.nodes.b.receivedBytes, bytes);
  assert.deepEqual([run.nodes.a.outcome, run.nodes.b.outcome], ["closed", "closed"]);
  return run;
}

/** How full the wire was kept, 0…1: bytes that arrived, by what it could have carried. */
function use(run: ReturnType<typeof transfer>, bandwidth: number): number {
  return (run.nodes.b.receivedBytes * 8) / (bandwidth * (run.nodes.b.finishedAt! / 1e9));
}

test("100 MB through a wire that loses, numbers coming round on the way", () => {
  const settings = { sack: true, receiveBuffer: 1_000_000, initialSequence: 2 ** 32 - 50_000_000 };
  const run = transfer(HUNDRED_MB, settings, { bandwidth: mbps(500), delay: ms(5), loss: 0.0002 });
  const { sending, receiving } = run.nodes.a;
  assert.ok(sending.first + sending.end > 2 ** 32);
  assert.ok(run.metrics.links["a→b"].lost > 5 && sending.retransmissions > 5);
  // What is kept of 100 MB: nothing that grows with them.
  assert.deepEqual([sending.chunks.length, sending.sacked.length], [0, 0]);
  assert.deepEqual([receiving.unread.length, run.nodes.b.receiving.early.length], [0, 0]);
  const { most } = run.nodes.b;
  const window = settings.receiveBuffer / sending.mss;
  assert.ok(most.unread <= 1 && most.early <= window && most.blocks < 20, JSON.stringify(most));
});

// A window scale of 0, 1, 4, 8 and the greatest, 14. Segments are large, so that there are few.
for (const [scale, receiveBuffer] of [
  [0, 65_535],
  [1, 131_000],
  [4, 1_000_000],
  [8, 16_000_000],
  [14, 2 ** 30],
] as const) {
  test(`100 MB with windows scaled by ${scale} bits fill what they can`, () => {
    const settings = { mss: 8_948, receiveBuffer, initialThreshold: 4_000_000 };
    const wire = { bandwidth: mbps(1_000), delay: ms(5), mtu: 9_000 };
    const run = transfer(HUNDRED_MB, settings, wire);
    assert.equal(run.nodes.b.receiving.scale, scale);
    // A window a round trip, less what waits to be acknowledged; or the wire.
    const bound = Math.min(1, (receiveBuffer * 8) / 0.0102 / 1e9);
    const measured = use(run, wire.bandwidth);
    assert.ok(measured <= bound && measured > 0.7 * bound, `${measured} of ${bound}`);
    assert.equal(run.nodes.a.sending.retransmissions, 0);
  });
}

test("more than 4 GB: the numbers come round twice", () => {
  // 65,495 bytes a segment in jumbo packets, so that 2³² bytes are 66,000 segments.
  const bytes = 2 ** 32 + 12_345;
  const settings = { mss: 65_487, receiveBuffer: 2 ** 24, initialSequence: 2 ** 32 - 1 };
  const wire = { bandwidth: mbps(100_000), delay: ms(1), mtu: 65_535 };
  const run = transfer(bytes, settings, wire);
  assert.equal(run.nodes.a.sending.end, bytes + 1);
});
