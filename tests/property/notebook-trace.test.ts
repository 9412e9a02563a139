import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as engine from "../../src/engine/index.ts";
import { fingerprint } from "../../src/engine/trace/fingerprint.ts";
import { COLUMN_TYPES, type Chunk } from "../../src/engine/trace/trace.ts";
import { PROTOCOL, type RunData } from "../../src/notebook/protocol.ts";
import { runData } from "../../src/notebook/run/plain.ts";
import { runToText, textToRun } from "../../src/notebook/run-text.ts";
import { readMessage } from "../../src/notebook/validate.ts";

const { ms } = engine;

const time = fc.integer({ min: 0, max: 400 }).map(ms);
const link = fc.constantFrom("a→b", "b→a");
const packet = fc.integer({ min: 1, max: 12 });
const fault: fc.Arbitrary<engine.Fault> = fc.oneof(
  fc.tuple(link, packet).map(([on, n]) => engine.drop(on, n)),
  fc.tuple(link, packet, time).map(([on, n, at]) => engine.drop(on, n, at)),
  fc.tuple(link, packet).map(([on, n]) => engine.corrupt(on, n)),
  fc.tuple(link, packet).map(([on, n]) => engine.duplicate(on, n)),
  fc.tuple(link, packet, time).map(([on, n, by]) => engine.delay(on, n, by)),
  time.map((at) => engine.cut("a", "b", at)),
  time.map((at) => engine.heal("a", "b", at)),
  time.map((at) => engine.crash("b", at)),
  time.map((at) => engine.restart("b", at)),
);

const part = fc.double({ min: 0, max: 0.5, noNaN: true });
const run: fc.Arbitrary<RunData> = fc
  .record({
    seed: fc.string({ maxLength: 8 }),
    delay: fc.integer({ min: 0, max: 40 }).map(ms),
    jitter: fc.integer({ min: 0, max: 10 }).map(ms),
    bandwidth: fc.constantFrom(engine.mbps(1), engine.kbps(9), Infinity),
    ...{ loss: part, corruption: part, duplication: part },
    faults: fc.array(fault, { maxLength: 6 }),
  })
  .map(({ seed, faults, bandwidth, ...options }) => {
    const made = engine.simulate({
      ...{ seed, faults, until: engine.seconds(3) },
      nodes: {
        a: new engine.StopAndWaitSender("b", [..."LETTERS"], ms(100)),
        b: new engine.StopAndWaitReceiver(),
      },
      links: [
        engine.duplex("a", "b", Number.isFinite(bandwidth) ? { ...options, bandwidth } : options),
      ],
    });
    return runData(made, []).run;
  });

test("every run of the engine is read by the page as it is, by message and by text", () => {
  fc.assert(
    fc.property(run, (data) => {
      const message = { version: PROTOCOL, kind: "run", experiment: "e", run: data };
      assert.deepEqual(readMessage(structuredClone(message)), message);
      const again = textToRun(JSON.parse(JSON.stringify(runToText(data))));
      assert.deepEqual(again, data);
      assert.equal(fingerprint(again.trace), data.fingerprint);
    }),
    { seed: 20_260_806, numRuns: 150 },
  );
});

test("a run with one value changed is read or refused, and never breaks the reader", () => {
  const columns = Object.keys(COLUMN_TYPES) as (keyof Chunk)[];
  const value = fc.oneof(
    fc.integer({ min: -3, max: 70_000 }),
    fc.constantFrom(NaN, Infinity, -1, -0, 2 ** 31, 2 ** 53, 0.5),
  );
  const change = fc.tuple(run, fc.constantFrom(...columns), fc.nat(), value);
  fc.assert(
    fc.property(change, ([data, column, at, other]) => {
      const copy = structuredClone(data);
      const { rows, nodes } = copy.trace;
      fc.pre(rows > 0);
      copy.trace.chunks[0][column][at % rows] = other;
      const message = { version: PROTOCOL, kind: "run", experiment: "e", run: copy };
      const read = readMessage(message);
      if (typeof read === "string") return assert.match(read, /^column \w+ is wrong in row \d+$/);
      assert.deepEqual(read, message);
      assert.ok(
        [...copy.trace.chunks[0].node].every((node) => node < nodes.length || node === 65535),
      );
    }),
    { seed: 20_260_807, numRuns: 300 },
  );
});
