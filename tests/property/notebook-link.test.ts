import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { base64ToBytes, bytesToBase64 } from "../../src/experiment/base64.ts";
import { decodeLink, encodeLink, LinkError } from "../../src/experiment/link.ts";
import { readState } from "../../src/experiment/read-state.ts";
import type { PageState } from "../../src/experiment/state.ts";
import { page } from "../unit/experiment/page.ts";

const sound = { seed: 20_260_808, numRuns: 200 };
const text = fc.string({ unit: "binary", maxLength: 60 }).map((any) => any.toWellFormed());
// −0 is the one number that JSON does not keep.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (x === 0 ? 0 : x));
const time = fc.nat(1e9);
const fault = fc.oneof(
  fc.record({
    verb: fc.constant("drop" as const),
    link: fc.constant("bob→alice"),
    packet: fc.integer({ min: 1, max: 99 }),
  }),
  fc.record({ verb: fc.constant("crash" as const), node: fc.constant("bob"), at: time }),
  fc.record({
    verb: fc.constant("cut" as const),
    from: fc.constant("alice"),
    to: fc.constant("bob"),
    at: time,
  }),
);
const experiment = fc.record({
  seed: fc.string({ minLength: 1, maxLength: 100 }),
  faults: fc.array(fault, { maxLength: 5 }),
  playhead: fc.nat(),
  guesses: fc.dictionary(text, fc.array(fc.tuple(number, number), { maxLength: 4 }), {
    maxKeys: 3,
  }),
});
const edit = (cell: string) =>
  text
    .filter((any) => any !== page.cells[cell])
    .map((any) => ({ text: any, original: page.cells[cell] }));

const state: fc.Arbitrary<PageState> = fc.record({
  version: fc.constant(1 as const),
  sources: fc.record({ alice: edit("alice"), bob: edit("bob") }, { requiredKeys: [] }),
  knobs: fc.record(
    {
      loss: fc.double({ min: 0, max: 60, noNaN: true }).map((x) => x + 0),
      repeats: fc.boolean(),
      way: fc.constantFrom("there", "back"),
    },
    { requiredKeys: [] },
  ),
  experiments: fc.record({ letters: experiment, road: experiment }),
});

/** Objects without a prototype, as fast-check makes some, are plain ones for JSON. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test("every state of a page comes back from its link as it was", async () => {
  await fc.assert(
    fc.asyncProperty(state, async (given) => {
      const data = await decodeLink(`#${await encodeLink(given)}`);
      assert.deepEqual(plain(readState(data, page)), plain({ state: given, problems: [] }));
    }),
    sound,
  );
});

test("every state of a page comes back from storage as it was", () => {
  fc.assert(
    fc.property(state, (given) => {
      assert.deepEqual(plain(readState(plain(given), page)), plain({ state: given, problems: [] }));
    }),
    sound,
  );
});

test("any data at all gives a state of this page, or is refused", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), fc.anything(), (data, other) => {
      for (const value of [
        data,
        { version: 1, sources: data, knobs: other, experiments: data },
        { version: 1, experiments: { letters: data, road: { faults: data, guesses: other } } },
        { version: 1, sources: { alice: data, bob: { text: other } }, knobs: { loss: data } },
      ]) {
        try {
          const { state: read, problems } = readState(value, page);
          assert.deepEqual(Object.keys(read.experiments), ["letters", "road"]);
          assert.ok(problems.every((words) => words.length < 400));
        } catch (error) {
          assert.match((error as Error).message, /^it (does not hold|was made by)/);
        }
      }
    }),
    sound,
  );
});

test("any text as a link gives data, or a reason", async () => {
  const alphabet = fc.constantFrom(..."ABab019-_.!#%= é");
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: alphabet, maxLength: 40 }), async (tail) => {
      for (const hash of [tail, `#!${tail}`, `#!1.${tail}`]) {
        const data = await decodeLink(hash).catch((error: unknown) => error);
        assert.ok(!(data instanceof Error) || data instanceof LinkError, String(data));
      }
    }),
    sound,
  );
});

test("bytes come back from base64, however many there are", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.equal(bytesToBase64(bytes), Buffer.from(bytes).toString("base64"));
      assert.deepEqual(base64ToBytes(bytesToBase64(bytes)), bytes);
    }),
    sound,
  );
  const many = Uint8Array.from({ length: 100_003 }, (_, i) => i * 7);
  assert.deepEqual(base64ToBytes(bytesToBase64(many)), many);
});
