/** A bulk transfer over TCP: what a simulated packet costs. */
import { duplex, mbps, ms, simulate } from "../src/engine/index.ts";
import { TcpReceiver, TcpSender } from "../src/engine/protocols/tcp/bulk.ts";
import type { TcpSettings } from "../src/engine/protocols/tcp/settings.ts";
import { leastOf, report, timed } from "./lib/measure.ts";

const BYTES = 100_000_000;
const ROUNDS = 3;

function transfer(settings: Partial<TcpSettings>, loss: number) {
  const run = simulate({
    seed: 1,
    nodes: { a: new TcpSender("b", BYTES, settings), b: new TcpReceiver(settings) },
    links: duplex("a", "b", { bandwidth: mbps(100), delay: ms(20), loss }),
  });
  if (run.nodes.b.receivedBytes !== BYTES) throw new Error("TCP: not all has arrived.");
  const { links } = run.metrics;
  return {
    packets: links["a→b"].transmitted + links["b→a"].transmitted,
    time: run.metrics.endTime,
  };
}

/** Simulated seconds in a second of the machine's are what a reader notices. */
function benchTransfer(what: string, settings: Partial<TcpSettings>, loss: number): void {
  let run = { packets: 0, time: 0 };
  const [time] = leastOf(
    ROUNDS,
    timed(() => (run = transfer(settings, loss))),
  );
  report({
    figure: `TCP, 100 MB, ${what}, with the full trace, a packet`,
    value: time / run.packets,
    unit: "ns",
    ratio: run.time / time,
    to: "real time: the transfer itself on a link of 100 Mb/s",
  });
}

benchTransfer("NewReno, no loss", { receiveBuffer: 1_000_000, initialThreshold: 500_000 }, 0);
benchTransfer(
  "CUBIC with SACK and timestamps, 0.01 % lost",
  { congestion: "cubic", sack: true, timestamps: true, receiveBuffer: 4_000_000 },
  0.0001,
);
