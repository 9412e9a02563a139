/** How often things are sent, and how much of a link is used, with losses each way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allArrive,
  crossingsEndToEnd,
  crossingsHopByHop,
  expectedTries,
  GoBackNReceiver,
  GoBackNSender,
  goBackNEfficiency,
  link,
  mbps,
  messageLoss,
  ms,
  type Process,
  Router,
  SelectiveRepeatReceiver,
  SelectiveRepeatSender,
  selectiveRepeatEfficiency,
  StopAndWaitReceiver,
  StopAndWaitSender,
  stopAndWaitEfficiency,
  windowKnee,
  windowUtilisation,
} from "../../../src/engine/index.ts";
import { Listener, Talker } from "../../unit/engine/support.ts";
import { agrees, finished, seeds, within } from "../support.ts";

/** How long a packet takes, ns. */
const packet = ms(1);
const delay = ms(5);
/** From the end of a packet to the end of its acknowledgement, which takes no time to send. */
const roundTrip = 2 * delay;

/** Losses each way, over a link on which every packet takes `packet`. */
function links(bytes: number, loss: number, ackLoss: number) {
  const bandwidth = (bytes * 8 * 1e9) / packet;
  return [
    link("sender", "receiver", { bandwidth, delay, loss }),
    link("receiver", "sender", { delay, loss: ackLoss }),
  ];
}

/** No number comes round. */
const SPACE = 9_000;
const letters = (count: number): string[] => Array<string>(count).fill("M");

type Ends = { sender: Process & { tries: number }; receiver: Process & { received: string[] } };

/** Runs two ends; the share of the link that was used for items that were new, and the tries. */
function used(make: () => Ends, items: number, bytes: number, loss = 0, ackLoss = 0) {
  const spec = () => ({ nodes: make(), links: links(bytes, loss, ackLoss) });
  const figures = finished(spec).map(({ nodes: { sender, receiver }, metrics }) => {
    assert.equal(receiver.received.length, items);
    return { share: (items * packet) / metrics.endTime, tries: sender.tries / items };
  });
  return { shares: figures.map(({ share }) => share), tries: figures.map(({ tries }) => tries) };
}

/** {"bit":0,"item":"M"} and 28 bytes of header. */
const ITEM_OF_BIT = 20 + 28;

test("stop-and-wait: tries and efficiency with different losses there and back", () => {
  const count = 1_500;
  for (const [loss, ackLoss, timeout] of [
    [0, 0, roundTrip],
    [0.1, 0, roundTrip],
    [0.2, 0.05, 2 * roundTrip],
    [0.05, 0.3, 1.5 * roundTrip],
  ]) {
    const make = () => ({
      // The sender's clock starts with the packet, theory's behind it.
      sender: new StopAndWaitSender("receiver", letters(count), packet + timeout + 1),
      receiver: new StopAndWaitReceiver(),
    });
    const { shares, tries } = used(make, count, ITEM_OF_BIT, loss, ackLoss);
    const what = `${loss} ${ackLoss}`;
    agrees(tries, expectedTries(loss, ackLoss), { what, power: 0.05 });
    const theory = stopAndWaitEfficiency({ packet, roundTrip, loss, ackLoss }, timeout);
    // 1 ns a timeout, so that an answer that is just in time comes before it.
    if (loss + ackLoss > 0) agrees(shares, theory, { what, power: 0.05 });
    else within(1e-6, shares[0], theory, what);
  }
});

/** Items that fill up what their numbers lack in digits: all packets have one size. */
const filled = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => "M".repeat(5 - String(i).length));

function windows(kind: "goBack" | "selective", window: number, count: number, patience: number) {
  const options = { window, space: SPACE, patience };
  return (): Ends =>
    kind === "goBack"
      ? {
          sender: new GoBackNSender("receiver", filled(count), options),
          receiver: new GoBackNReceiver(SPACE),
        }
      : {
          sender: new SelectiveRepeatSender("receiver", filled(count), options),
          receiver: new SelectiveRepeatReceiver(window, SPACE),
        };
}

/** {"number":1234,"item":"M"}, {"number":123,"item":"MM"}… and 28 bytes of header. */
const ITEM_OF_WINDOW = 26 + 28;

test("a window without loss: W·T/(RTT + T), up to the knee, and then the whole link", () => {
  const count = 3_000;
  assert.equal(windowKnee(packet, roundTrip), 11);
  for (const window of [1, 3, 8, 11, 20]) {
    const make = windows("selective", window, count, ms(100));
    const { shares, tries } = used(make, count, ITEM_OF_WINDOW);
    assert.equal(tries[0], 1);
    // The last round trip belongs to nobody.
    within(0.005, shares[0], windowUtilisation(window, packet, roundTrip), String(window));
  }
});

/** Puts a packet on the wire only when the last one has left it: its clock starts then. */
class PacedSender extends SelectiveRepeatSender {
  ready: number[] = [];
  isSending = false;

  transmit(count: number): void {
    this.ready.push(count);
    if (!this.isSending) this.sendOne();
  }
  sendOne(): void {
    const count = this.ready.shift();
    this.isSending = count !== undefined;
    if (count === undefined) return;
    super.transmit(count);
    this.setTimer("wire", packet);
  }
  timeout(timer: string): void {
    if (timer === "wire") this.sendOne();
    else super.timeout(timer);
  }
}

test("Selective Repeat: (1−p)(1−q) of the link at best, and with a window that never fills", () => {
  const count = 3_000;
  const [loss, ackLoss] = [0.1, 0.05];
  for (const [window, least] of [
    [6, 0.5],
    [120, 0.96],
  ]) {
    const options = { window, space: SPACE, patience: packet + roundTrip + 1 };
    const make = () => ({
      sender: new PacedSender("receiver", filled(count), options),
      receiver: new SelectiveRepeatReceiver(window, SPACE),
    });
    const { shares, tries } = used(make, count, ITEM_OF_WINDOW, loss, ackLoss);
    agrees(tries, expectedTries(loss, ackLoss), { power: 0.05 });
    const bound = selectiveRepeatEfficiency({ packet, roundTrip, loss, ackLoss }, window);
    const share = shares.reduce((sum, x) => sum + x, 0) / shares.length;
    assert.ok(share <= bound && share > least * bound, `${share} of ${bound}`);
  }
});

test("Go-Back-N with one timer: within 4 % of theory at up to 5 % loss", () => {
  const count = 3_000;
  const window = windowKnee(packet, roundTrip);
  for (const loss of [0.01, 0.03, 0.05]) {
    // 1 ns more, so that an acknowledgement that is just in time comes before the timeout.
    const make = windows("goBack", window, count, packet + roundTrip + 1);
    const { shares } = used(make, count, ITEM_OF_WINDOW, loss);
    const theory = goBackNEfficiency({ packet, roundTrip, loss }, window, 2);
    const share = shares.reduce((sum, x) => sum + x, 0) / shares.length;
    within(0.04, share, theory, `at ${loss}`);
    // With a timer for each packet it would be much more: the difference is real.
    assert.ok(share < 0.95 * goBackNEfficiency({ packet, roundTrip, loss }, window, 1));
  }
});

test("a message of N packets is lost with 1 − (1−p)^N, over k links with kN", () => {
  const count = 4_000;
  for (const [packets, hops, loss] of [
    [1, 1, 0.2],
    [10, 1, 0.03],
    [5, 3, 0.04],
  ] as const) {
    const names = ["a", ...seeds(hops - 1).map((i) => `router-${i}`), "b"];
    const wires = names.slice(1).map((to, i) => link(names[i], to, { loss, mtu: 128 }));
    const bodies = Array<string>(count / 5).fill("M".repeat(100 * packets));
    const make = () => {
      const nodes: Record<string, Process> = { a: new Talker("b", ...bodies), b: new Listener() };
      for (const name of names.slice(1, -1)) nodes[name] = new Router();
      return { nodes, links: wires };
    };
    const lost = finished(make).map(({ metrics }) => 1 - metrics.received / bodies.length);
    const theory = messageLoss(loss, packets * hops);
    agrees(lost, theory, { what: `${packets} packets, ${hops} links`, power: 0.15 });
    within(1e-12, 1 - theory, allArrive(loss, packets * hops));
  }
});

test("only the ends repeat, or every link does: crossings until a packet has arrived", () => {
  const [hops, loss, count] = [4, 0.15, 400];
  const names = ["sender", "router-1", "router-2", "router-3", "receiver"];
  const items = letters(count);
  const there = names.slice(1).map((to, i) => link(names[i], to, { loss, delay: ms(1) }));
  // The answers have a road of their own, on which nothing is lost.
  const back = link("receiver", "sender", { delay: ms(4) });
  const overRouters = () => {
    const nodes: Record<string, Process> = {
      sender: new StopAndWaitSender("receiver", items, ms(100)),
      receiver: new StopAndWaitReceiver(),
    };
    for (const name of names.slice(1, -1)) nodes[name] = new Router();
    return { nodes, links: [there, back] };
  };
  const endToEnd = finished(overRouters).map(({ metrics }) => {
    const crossings = there.map(({ from, to }) => metrics.links[`${from}→${to}`].transmitted);
    return crossings.reduce((sum, x) => sum + x, 0) / count;
  });
  agrees(endToEnd, crossingsEndToEnd(hops, loss), { what: "end to end" });
  const alone = () => ({
    nodes: {
      sender: new StopAndWaitSender("receiver", items, ms(10)),
      receiver: new StopAndWaitReceiver(),
    },
    links: [
      link("sender", "receiver", { loss, delay: ms(1) }),
      link("receiver", "sender", { delay: ms(1) }),
    ],
  });
  const hopByHop = finished(alone).map(({ metrics }) => {
    return metrics.links["sender→receiver"].transmitted / count;
  });
  // Each of the links does the same for itself.
  agrees(
    hopByHop.map((crossings) => hops * crossings),
    crossingsHopByHop(hops, loss),
    { what: "hop by hop", power: 0.05 },
  );
});

test("the bandwidth of these links is what it is said to be", () => {
  assert.equal((ITEM_OF_BIT * 8 * 1e9) / packet, mbps(0.384));
});
