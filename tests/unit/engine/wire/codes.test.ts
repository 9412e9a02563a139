/** Codes that repair, tried with every error of few bits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Code } from "../../../../src/engine/wire/checks/code.ts";
import { gridParity } from "../../../../src/engine/wire/checks/grid.ts";
import { hamming74, secded84 } from "../../../../src/engine/wire/checks/hamming.ts";
import { choices, counting, digits, flipped, hex, text } from "./support.ts";

const word = text("BEN");
const isEqual = (a: Uint8Array, b: Uint8Array) => digits(a) === digits(b);

/** What becomes of the word under every choice of `count` flips. */
function outcomes(code: Code, count: number, message = word) {
  const encoded = code.encode(message);
  const result = { right: 0, noticed: 0, wrong: 0 };
  choices(encoded.length * 8, count, (bits) => {
    const decoded = code.decode(flipped(encoded, ...bits));
    if (decoded.isDamaged) result.noticed++;
    else if (isEqual(decoded.message, message)) result.right++;
    else result.wrong++;
  });
  return result;
}

for (const code of [gridParity, hamming74, secded84]) {
  test(`${code.name}: messages of 0 to 40 bytes come through without an error`, () => {
    for (let length = 0; length <= 40; length++) {
      const message = counting(length);
      const decoded = { message, corrected: [], isDamaged: false };
      assert.deepEqual(code.decode(code.encode(message)), decoded);
    }
  });

  test(`${code.name}: every single flip is repaired, and its place named`, () => {
    for (const length of [1, 2, 3, 7, 8, 9, 20]) {
      const message = counting(length).map((byte) => byte * 37 + 5);
      const encoded = code.encode(message);
      for (let bit = 0; bit < encoded.length * 8; bit++) {
        const decoded = code.decode(flipped(encoded, bit));
        assert.deepEqual(decoded.message, message, `${length} bytes, bit ${bit}`);
        assert.equal(decoded.isDamaged, false);
        // The last byte may hold bits that mean nothing.
        if (decoded.corrected.length > 0) assert.deepEqual(decoded.corrected, [bit]);
        else assert.ok(bit >= encoded.length * 8 - 7);
      }
    }
  });
}

test("Hamming(7,4): the words of 0, 1, 8 and 15 are those of the textbook", () => {
  assert.equal(digits(hamming74.encode(hex("00"))), "0000");
  // 0001 → 1101001, 1000 → 1110000, without a gap between them.
  assert.equal(digits(hamming74.encode(hex("18"))), "d3c0");
  assert.equal(digits(hamming74.encode(hex("ff"))), "fffc");
  assert.equal(digits(secded84.encode(hex("18"))), "d2e1");
});

test("Hamming(7,4): 7 bits for 4; two flips in one word make it wrong without a sign", () => {
  assert.equal(hamming74.encode(counting(40)).length, 70);
  const nibble = hex("a0");
  const encoded = hamming74.encode(nibble);
  choices(7, 2, (bits) => {
    const { message, corrected, isDamaged } = hamming74.decode(flipped(encoded, ...bits));
    assert.notEqual(message[0] >>> 4, 0xa);
    assert.equal(corrected.length, 1);
    assert.equal(isDamaged, false);
  });
  // Three bytes are six words in 42 of 48 bits. Of two flips only those in one word do harm.
  assert.deepEqual(outcomes(hamming74, 2), { right: 1002, noticed: 0, wrong: 6 * 21 });
});

test("SECDED(8,4): two flips in one word are noticed, and never taken for one", () => {
  assert.equal(secded84.encode(word).length, 6);
  const within = 6 * 28;
  assert.deepEqual(outcomes(secded84, 2), { right: 1128 - within, noticed: within, wrong: 0 });
});

test("SECDED(8,4): three flips in one word make it wrong", () => {
  const encoded = secded84.encode(hex("a0"));
  choices(8, 3, (bits) => {
    const { message, isDamaged } = secded84.decode(flipped(encoded, ...bits));
    // Flips of the parity bit and two others may leave the half byte as it was.
    assert.equal(isDamaged, false);
    if (!bits.includes(7)) assert.notEqual(message[0] >>> 4, 0xa);
  });
});

test("two-dimensional parity: all pairs are noticed, triples may be taken for one flip", () => {
  // Three rows and one of column parities, nine columns: 36 bits that mean something, 40 in all.
  assert.deepEqual(outcomes(gridParity, 1), { right: 40, noticed: 0, wrong: 0 });
  const pairs = outcomes(gridParity, 2);
  assert.equal(pairs.wrong, 0);
  assert.equal(pairs.noticed, (36 * 35) / 2);
  assert.equal(pairs.right, 780 - 630); // at least one of them in the filling
  assert.ok(outcomes(gridParity, 3).wrong > 0);
});

test("two-dimensional parity: of four flips exactly the rectangles look like none", () => {
  const encoded = gridParity.encode(word);
  const place = (row: number, column: number) => (column === 8 ? 32 + row : row * 8 + column);
  let unseen = 0;
  choices(36, 4, (cells) => {
    const bits = cells.map((cell) => place(Math.floor(cell / 9), cell % 9));
    const { corrected, isDamaged } = gridParity.decode(flipped(encoded, ...bits));
    if (!isDamaged && corrected.length === 0) unseen++;
  });
  // Two of four rows and two of nine columns.
  assert.equal(unseen, 6 * 36);
});

test("two-dimensional parity: three flips in one row or one column are not taken for one", () => {
  const encoded = gridParity.encode(word);
  for (const bits of [
    [0, 1, 2],
    [0, 8, 16],
  ]) {
    const received = flipped(encoded, ...bits);
    const before = received.slice();
    const expected = { message: received.slice(0, 3), corrected: [], isDamaged: true };
    assert.deepEqual(gridParity.decode(received), expected);
    assert.deepEqual(received, before);
  }
});

test("codes repair a copy: what was received stays as it was", () => {
  for (const code of [gridParity, hamming74, secded84]) {
    const received = flipped(code.encode(word), 3);
    const before = received.slice();
    assert.deepEqual(code.decode(received).message, word);
    assert.deepEqual(received, before);
  }
});

test("two-dimensional parity: what no message could have become is damaged", () => {
  const possible = new Set(
    Array.from({ length: 100 }, (_, n) => gridParity.encode(counting(n)).length),
  );
  for (let length = 0; length < 100; length++) {
    const { isDamaged, corrected } = gridParity.decode(new Uint8Array(length));
    assert.equal(isDamaged, !possible.has(length), `${length} bytes`);
    assert.deepEqual(corrected, []);
  }
});

test("the longest message comes through, and no longer one is read", () => {
  const longest = new Uint8Array(65_535).fill(0xa5);
  for (const code of [gridParity, hamming74, secded84]) {
    assert.deepEqual(code.decode(code.encode(longest)).message, longest);
    const tooLong = new Uint8Array(2 * 65_535 + 1);
    assert.throws(() => code.decode(tooLong), RangeError);
  }
});

test("codes bear the names of the textbooks", () => {
  const names = [gridParity, hamming74, secded84].map(({ name }) => name);
  assert.deepEqual(names, ["two-dimensional parity", "Hamming(7,4)", "SECDED(8,4)"]);
});

test("what is no bytes, or far too long, is refused", () => {
  for (const code of [gridParity, hamming74, secded84]) {
    assert.throws(() => code.encode("BEN" as never), TypeError);
    assert.throws(() => code.decode([1] as never), TypeError);
    assert.throws(() => code.decode([1] as never), /: what was received is /);
    assert.throws(() => code.encode(new Uint8Array(65_536)), /the message is 65536; .* 65,535/);
  }
});
