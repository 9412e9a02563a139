import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { validateFaults } from "../../src/engine/faults.ts";
import { EventQueue } from "../../src/engine/kernel/queue.ts";
import { copyField } from "../../src/engine/process/copy.ts";
import { joinDuration, splitDuration } from "../../src/engine/trace/trace.ts";
import { bodyBytes, decodeBody, decodeBytes, encodeBody } from "../../src/engine/wire/body.ts";
import { checksumHolds, internetChecksum } from "../../src/engine/wire/checksum.ts";
import { utf8Decode, utf8Encode } from "../../src/engine/wire/utf8.ts";

const sound = { seed: 20_260_801, numRuns: 1000 };
const text = fc.string({ unit: "binary" }).map((any) => any.toWellFormed());
const body = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    // −0 is the one number that JSON does not keep.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (x === 0 ? 0 : x)),
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
})).value;

const encode = (value: unknown) => encodeBody({ action: "send", target: "b" }, value);

test("every body that may be sent is received equal, from its copy and from its bytes", () => {
  fc.assert(
    fc.property(fc.oneof(body, fc.uint8Array()), (value) => {
      const encoded = encode(value);
      const bytes = bodyBytes(encoded);
      assert.equal(encoded.size, bytes.length);
      const expected: unknown =
        value instanceof Uint8Array ? value : JSON.parse(JSON.stringify(value));
      assert.deepEqual(decodeBody(encoded), expected);
      assert.deepEqual(decodeBytes(encoded.form, bytes), expected);
    }),
    sound,
  );
});

test("whatever is given to send either is refused by a TypeError or survives the journey", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
      try {
        const encoded = encode(value);
        decodeBytes(encoded.form, bodyBytes(encoded));
      } catch (error) {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, /^send\("b", body\): body/);
      }
    }),
    sound,
  );
});

test("UTF-8 of any text is the platform's and comes back", () => {
  fc.assert(
    fc.property(text, (any) => {
      assert.deepEqual(utf8Encode(any), new TextEncoder().encode(any));
      assert.equal(utf8Decode(utf8Encode(any)), any);
    }),
    sound,
  );
});

test("any bytes decode to some text, that of the platform where they are sound", () => {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const ours = utf8Decode(bytes);
      let theirs: string | undefined;
      try {
        theirs = strict.decode(bytes);
      } catch {
        assert.ok(ours.includes("\ufffd"));
      }
      if (theirs !== undefined) assert.equal(ours, theirs);
    }),
    sound,
  );
});

test("bytes with their checksum add up, and with any one bit flipped they do not", () => {
  const bytes = fc.uint8Array({ minLength: 3, maxLength: 64 });
  fc.assert(
    fc.property(bytes, fc.nat(), (given, flip) => {
      const packet = new Uint8Array(given);
      packet.fill(0, 0, 2);
      const sum = internetChecksum(packet);
      packet[0] = sum >> 8;
      packet[1] = sum & 0xff;
      assert.ok(checksumHolds(packet));
      const bit = flip % (packet.length * 8);
      packet[bit >> 3] ^= 0x80 >> (bit & 7);
      assert.equal(checksumHolds(packet), false);
    }),
    sound,
  );
});

test("every duration splits into two columns and joins again", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (duration) => {
      assert.equal(joinDuration(...splitDuration(duration)), duration);
    }),
    sound,
  );
});

test("a copy of any state is equal to it and shares no object with it", () => {
  const state = fc.anything({ withTypedArray: true, withMap: true, withSet: true });
  const objectsOf = (value: unknown, found = new Set<object>()): Set<object> => {
    if (typeof value !== "object" || value === null || found.has(value)) return found;
    found.add(value);
    const inner = value instanceof Map || value instanceof Set ? [...value] : Object.values(value);
    for (const each of inner) objectsOf(each, found);
    return found;
  };
  fc.assert(
    fc.property(state, (value) => {
      const copy = copyField("a", "state", value);
      assert.equal(fc.stringify(copy), fc.stringify(value));
      const originals = objectsOf(value);
      for (const object of objectsOf(copy)) assert.ok(!originals.has(object));
    }),
    sound,
  );
});

test("the validator of faults answers anything, and what it takes it takes again", () => {
  const likely = fc.record(
    {
      verb: fc.constantFrom("drop", "cut", "crash", "delay", "corrupt", "explode"),
      link: fc.oneof(fc.string(), fc.constant("a→b")),
      node: fc.string(),
      from: fc.string(),
      to: fc.string(),
      packet: fc.oneof(fc.integer(), fc.double()),
      at: fc.oneof(fc.double(), fc.maxSafeNat()),
    },
    { requiredKeys: ["verb"] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.array(fc.oneof(likely, fc.anything()))), (value) => {
      const { faults, problems } = validateFaults(value);
      assert.ok(problems.every((words) => typeof words === "string"));
      assert.deepEqual(validateFaults(faults), { faults, problems: [] });
    }),
    sound,
  );
});

test("a queue yields any events in order of time and then of order", () => {
  const times = fc.array(fc.nat({ max: 5 }), { maxLength: 200 });
  fc.assert(
    fc.property(times, (given) => {
      const queue = new EventQueue();
      given.forEach((time, order) => queue.push(time, order, order));
      const popped: number[] = [];
      while (queue.pop()) popped.push(queue.order);
      const expected = given.map((_, i) => i).sort((a, b) => given[a] - given[b] || a - b);
      assert.deepEqual(popped, expected);
    }),
    sound,
  );
});
