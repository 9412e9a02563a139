/** The pseudo-header's sum, added up by hand (RFC 9293 §3.1, RFC 768). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pseudoSum } from "../../../../src/engine/wire/pseudo-header.ts";
import { ends, hex } from "./support.ts";

test("addresses, protocol and length are added to the words of the segment", () => {
  // 0a00 + 0001 + 0a00 + 0002, protocol 17, 8 bytes; 1234 + 0050 + 0008 + 0000.
  const segment = hex("1234 0050 0008 0000");
  assert.equal(pseudoSum("test", ends, 17, segment), 0x1403 + 17 + 8 + 0x128c);
});

test("every carry comes round again", () => {
  const far = { source: 0xffff_fffe, destination: 0xffff_ffff };
  // fffe and three times ffff are fffe in ones' complement; then 6 and 0 bytes.
  assert.equal(pseudoSum("test", far, 6, new Uint8Array(0)), 5);
  // A sum of exactly ffff stays so, and is not taken for a carry.
  const zero = { source: 0, destination: 0xffff - 17 - 2 };
  assert.equal(pseudoSum("test", zero, 17, hex("0000")), 0xffff);
});
