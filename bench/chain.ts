/** A chain of four links at 90 % load, with queues of ten packets: the engine and others. */
import { bareChain } from "./lib/bare-models.ts";
import { chainRun } from "./lib/chain.ts";
import { inChild } from "./lib/child.ts";
import { leastOf, report, timed } from "./lib/measure.ts";
import { type Rival, rivals } from "./lib/rivals.ts";

const PACKETS = 1_000_000;
const ROUNDS = 3;
/** The others are slow: they get a part of the packets. */
const SHARES = { "C++ -O2": 1, "ns-3": 10, SimPy: 50 } as const;

const share = (name: string) => SHARES[name as keyof typeof SHARES];

/** A rival's time for all packets, ns. */
const by = (rival: Rival) => () =>
  rival.run("chain", PACKETS / share(rival.name)).time * share(rival.name);

const others = [rivals.bound, rivals.ns3, rivals.simPy].filter((rival) => rival !== undefined);
const child = inChild(new URL("lib/chain.ts", import.meta.url));
const [kept, hashed, counted, bare, ...rest] = leastOf(
  ROUNDS,
  () => child("full", PACKETS).time,
  () => child("hashed", PACKETS).time,
  () => child("none", PACKETS).time,
  timed(() => bareChain(PACKETS)),
  ...others.map(by),
).map((time) => time / PACKETS);

const kinds = [
  { name: "with its full trace", value: kept, floor: 0.15 },
  { name: "with its full trace and its fingerprint", value: hashed },
  { name: "without a trace", value: counted, floor: 0.25 },
];
for (const { name, value, floor } of kinds) {
  const line = { figure: `4-hop chain at 90 % load, ${name}, a packet`, value, unit: "ns" };
  report({ ...line, ratio: bare / value, to: "a bare loop" });
  others.forEach((rival, i) => {
    const ratio = rest[i] / value;
    const isBound = rival === rivals.bound && floor !== undefined;
    report({ ...line, ratio, to: rival.name, ...(isBound ? { floor } : {}) });
  });
}

/** All must have simulated the same: the share of packets that arrives, within half a per cent. */
const shares = [
  ["the engine", chainRun(PACKETS / 10).nodes.sink.arrived / (PACKETS / 10)] as const,
  ["a bare loop", bareChain(PACKETS / 10)] as const,
  ...others.map(({ name, run }) => [name, run("chain", PACKETS / 20).result] as const),
];
for (const [name, arrived] of shares) {
  if (Math.abs(arrived - shares[0][1]) < 0.005) continue;
  throw new Error(`${name} delivers ${arrived} of the packets, the engine ${shares[0][1]}.`);
}

const { rss, rows, bytes } = child("full", PACKETS);
report({
  figure: `peak memory, ${PACKETS} packets over 4 hops with their full trace (${rows} rows)`,
  value: rss / 2 ** 20,
  unit: "MiB",
  ratio: (600 * 2 ** 20) / rss,
  to: "600 MiB",
  floor: 1,
});
report({
  figure: "trace, bytes an event",
  value: bytes / rows,
  unit: "bytes",
  ratio: 30 / (bytes / rows),
  to: "30 bytes",
  floor: 1,
});
