/** The same processes on real sockets: their luck, their trace, their disk, and what is refused. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { crash, first, ms, restart, seconds, simulate } from "../../../src/engine/index.ts";
import { EventKind } from "../../../src/engine/trace/event.ts";
import { flightsOf } from "../../../src/engine/trace/flights.ts";
import { runOnSockets } from "../../../src/host/run.ts";
import { experiment, ITEMS } from "./experiments.ts";

const module = fileURLToPath(new URL("experiments.ts", import.meta.url));
type Received = { received: string[] };

const textOf = ({ nodes }: { nodes: object }): string =>
  (nodes as { b: Received }).b.received.join("");

for (const transport of ["udp", "tcp"] as const) {
  test(`by ${transport}: the text arrives; each packet has the luck of the simulator`, async () => {
    const knobs = { protocol: "stop-and-wait", loss: 30 };
    const real = await runOnSockets({ module, knobs, seed: 5, transport });
    assert.deepEqual(real.outcome, { kind: "finished" });
    assert.equal(textOf(real), ITEMS);
    const simulated = simulate(experiment({ seed: 5, knobs, faults: [] }));
    for (const link of ["a→b", "b→a"]) {
      const fates = (run: typeof real) =>
        flightsOf(run.trace)
          .filter((flight) => run.trace.links[flight.link].id === link)
          .map(({ fate }) => fate);
      const [there, here] = [fates(simulated), fates(real)];
      const common = Math.min(there.length, here.length);
      assert.ok(common >= ITEMS.length);
      assert.deepEqual(here.slice(0, common), there.slice(0, common), link);
    }
  });
}

test("the trace is one: in order of time, causes before effects, arrivals received", async () => {
  const { trace, metrics } = await runOnSockets({ module, knobs: { loss: 0 } });
  let received = 0;
  for (let row = 0; row < trace.rows; row++) {
    if (row > 0) assert.ok(trace.time(row) >= trace.time(row - 1));
    assert.ok(trace.cause(row) < row);
    if (trace.kind(row) !== EventKind.receive) continue;
    received++;
    const cause = trace.cause(row);
    assert.equal(trace.kind(cause), EventKind.arrive);
    assert.equal(trace.message(cause), trace.message(row));
    assert.notEqual(trace.node(trace.cause(trace.cause(cause))), trace.node(row));
  }
  // A busy machine may outlast the sender's patience: then there are copies. None is lost.
  assert.ok(received >= 2 * ITEMS.length);
  assert.equal(received, metrics.sent);
  assert.equal(metrics.received, received);
  assert.ok(metrics.endTime >= 2 * ITEMS.length * ms(1));
});

test("a kill ends the OS process; a new one begins with what was on the disk", async () => {
  const faults = [crash("b", ms(20)), restart("b", ms(60))];
  const { trace, nodes, outcome } = await runOnSockets({ module, faults, seed: 2 });
  assert.deepEqual(outcome, { kind: "finished" });
  assert.equal(textOf({ nodes }), ITEMS);
  const rows = Array.from({ length: trace.rows }, (_, row) => row);
  const of = (kind: number) => rows.filter((row) => trace.kind(row) === kind);
  const [crashes, restarts] = [of(EventKind.crash), of(EventKind.restart)];
  assert.equal(crashes.length, 1);
  assert.equal(restarts.length, 1);
  assert.ok(trace.time(crashes[0]) >= ms(20) && trace.time(restarts[0]) >= ms(60));
  assert.deepEqual([trace.detail(crashes[0]), trace.detail(restarts[0])], [0, 1]);
});

test("a node that stays down ends with its disk; the run ends at its limit", async () => {
  const faults = [crash("b", ms(30))];
  const { nodes, outcome } = await runOnSockets({ module, faults, until: seconds(1) });
  assert.deepEqual(outcome, { kind: "until" });
  assert.deepEqual(
    Object.keys((nodes as Record<string, object>)["b"]).filter((field) => field !== "disk"),
    [],
  );
});

test("a process that throws ends the run, with what it said", async () => {
  const run = await runOnSockets({ module, name: "thrower" });
  assert.equal(run.outcome.kind, "error");
  assert.match(JSON.stringify(run.outcome), /"node":"a".*"message":"Error: ouch"/);
});

test("what cannot be run on real sockets is refused with a remedy", async () => {
  const refused = (options: object, message: RegExp) =>
    assert.rejects(runOnSockets({ module, ...options }), message);
  await refused({ faults: [first("a", 1)] }, /faults\[0\] \(first\) can only be simulated/);
  await refused(
    { faults: [{ verb: "zone", name: "z", nodes: ["a"], at: 1 }] },
    /\(zone\) can only/,
  );
  await refused({ name: "nothing" }, /exports no experiment called nothing/);
  await refused({ module: "" }, /module must be the path/);
  await refused({ transport: "pigeon" }, /transport is "pigeon"/);
  await refused({ until: -1 }, /until is -1/);
  await refused({ name: "long", until: seconds(5) }, /a message of 70000 bytes.*Use TCP/);
  const byTcp = await runOnSockets({ module, name: "long", transport: "tcp" });
  assert.equal((byTcp.nodes as unknown as { b: { size: number } }).b.size, 70_000);
});

test("confined processes run as well, and reach no further than they may", async () => {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const confined = ["--permission", `--allow-fs-read=${root}*`, "--no-warnings"];
  const fine = await runOnSockets({ module, confined, knobs: { loss: 20 }, seed: 4 });
  assert.deepEqual(fine.outcome, { kind: "finished" });
  assert.equal(textOf(fine), ITEMS);
  const name = "reaching";
  const reaching = await runOnSockets({ module, name, confined });
  assert.equal(reaching.outcome.kind, "error");
  assert.match(
    (reaching.outcome as { message: string }).message,
    /restricted\. Use --allow-fs-write/,
  );
});
