import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bodyBytes,
  decodeBody,
  decodeBytes,
  encodeBody,
  previewOf,
} from "../../../src/engine/wire/body.ts";
import { checksumHolds, internetChecksum } from "../../../src/engine/wire/checksum.ts";
import { utf8Decode, utf8Encode, utf8Length } from "../../../src/engine/wire/utf8.ts";

const place = { action: "send", target: "bob" };
const encode = (body: unknown) => encodeBody(place, body);

test("a body comes back equal, as a copy, with the size of its encoding", () => {
  const bodies: [unknown, number][] = [
    [null, 4],
    [true, 4],
    [-1.5, 4],
    ["", 0],
    ["héllo", 6],
    [[1, [2, "€"]], 13],
    [{ number: 3, letter: "D", deep: { list: [null, false] } }, 54],
  ];
  for (const [body, size] of bodies) {
    const encoded = encode(body);
    assert.equal(encoded.size, size);
    assert.deepEqual(decodeBody(encoded), body);
    assert.equal(bodyBytes(encoded).length, size);
    assert.deepEqual(decodeBytes(encoded.form, bodyBytes(encoded)), body);
  }
});

test("what is received shares nothing with what was sent, nor with another copy", () => {
  const body = { list: [1, 2] };
  const encoded = encode(body);
  body.list.push(3);
  const first = decodeBody(encoded) as typeof body;
  first.list.push(4);
  assert.deepEqual(decodeBody(encoded), { list: [1, 2] });
  const bytes = new Uint8Array([1, 2]);
  const packed = encode(bytes);
  bytes[0] = 9;
  (decodeBody(packed) as Uint8Array)[1] = 9;
  assert.deepEqual(decodeBody(packed), new Uint8Array([1, 2]));
});

class Point {
  x = 1;
}

const refused: [string, unknown, RegExp][] = [
  ["undefined", undefined, /body is undefined/],
  ["a function", { act: () => 1 }, /body\.act is a function/],
  ["a symbol", [Symbol("s")], /body\[0\] is Symbol\(s\)/],
  ["a bigint", { n: 1n }, /body\.n is 1n/],
  ["NaN", { list: [1, NaN] }, /body\.list\[1\] is NaN/],
  ["Infinity", Infinity, /body is Infinity/],
  ["a Date", { items: [0, 1, 2, { when: new Date(0) }] }, /body\.items\[3\]\.when is a Date/],
  ["a Map", { map: new Map() }, /body\.map is a Map/],
  ["a class instance", { at: new Point() }, /body\.at is a Point/],
  ["an undefined field", { a: undefined }, /body\.a is undefined/],
  ["a hole in an array", [1, , 3], /body\[1\] is undefined/],
  ["bytes inside an object", { data: new Uint8Array(2) }, /body\.data is an Uint8Array/],
  ["an odd key", { "two words": undefined }, /body\["two words"\] is undefined/],
];

for (const [what, body, words] of refused) {
  test(`${what} is refused, naming the path`, () => {
    assert.throws(
      () => encode(body),
      (error: unknown) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, /^send\("bob", body\): /);
        assert.match(error.message, words);
        assert.match(error.message, /A message may hold null, booleans, finite numbers/);
        return true;
      },
    );
  });
}

test("a body may be 16 levels deep and no deeper, and may not contain itself", () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
  assert.equal(encode(nested(16)).size, 33);
  assert.throws(() => encode(nested(17)), /more than 16 levels deep/);
  const ring: { self?: unknown } = {};
  ring.self = ring;
  assert.throws(() => encode(ring), /contains itself/);
});

test("a key called __proto__ travels like any other and changes no prototype", () => {
  const body: unknown = JSON.parse('{"__proto__": {"polluted": true}}');
  const copy = decodeBody(encode(body)) as object;
  assert.ok(Object.hasOwn(copy, "__proto__"));
  assert.equal(Object.getPrototypeOf(copy), Object.prototype);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test("a preview is short, readable, and cuts no character in two", () => {
  assert.equal(previewOf(encode({ number: 3 })), '{"number":3}');
  assert.equal(previewOf(encode("hi")), '"hi"');
  assert.equal(previewOf(encode(new Uint8Array([1, 255]))), "2 bytes: 01 ff");
  for (let start = 0; start < 3; start++) {
    const preview = previewOf(encode("x".repeat(start) + "😀".repeat(300)));
    assert.ok(preview.length <= 200 && preview.length >= 198);
    assert.equal(preview, preview.toWellFormed());
  }
});

test("UTF-8 is the platform's own, damaged bytes included as far as every sound character", () => {
  const texts = ["", "plain", "é€😀", "\u0000\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}"];
  for (const text of texts) {
    assert.deepEqual(utf8Encode(text), new TextEncoder().encode(text));
    assert.equal(utf8Length(text), new TextEncoder().encode(text).length);
    assert.equal(utf8Decode(utf8Encode(text)), text);
  }
  assert.equal(utf8Decode(utf8Encode("a\ud800b")), "a\ufffdb");
  const damaged = [0x61, 0xff, 0x62, 0xc3, 0x28, 0xe2, 0x82, 0xed, 0xa0, 0x80, 0xf5, 0x63];
  const text = utf8Decode(new Uint8Array(damaged));
  assert.equal(text.replaceAll("\ufffd", ""), "ab(c");
});

test("the Internet checksum is that of RFC 1071's own example", () => {
  // Section 3 of the RFC: 00 01 f2 03 f4 f5 f6 f7 sums to ddf2; the checksum is its complement.
  const bytes = new Uint8Array([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]);
  assert.equal(internetChecksum(bytes), ~0xddf2 & 0xffff);
  assert.equal(internetChecksum(new Uint8Array([0x01])), ~0x0100 & 0xffff);
  assert.equal(internetChecksum(new Uint8Array()), 0xffff);
});

test("a checksum notices every single flipped bit, and no exchange of two words", () => {
  const bytes = new Uint8Array([0, 0, 0x12, 0x34, 0x56, 0x78, 0x9a]);
  const sum = internetChecksum(bytes);
  bytes[0] = sum >> 8;
  bytes[1] = sum & 0xff;
  assert.ok(checksumHolds(bytes));
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const damaged = bytes.slice();
    damaged[bit >> 3] ^= 0x80 >> (bit & 7);
    assert.equal(checksumHolds(damaged), false, `bit ${bit}`);
  }
  const swapped = new Uint8Array([...bytes.slice(0, 2), 0x56, 0x78, 0x12, 0x34, 0x9a]);
  assert.ok(checksumHolds(swapped));
});
