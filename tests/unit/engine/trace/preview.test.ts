import assert from "node:assert/strict";
import { test } from "node:test";
import { previewedBody } from "../../../../src/engine/trace/preview.ts";
import { bodyBytes, encodeBody, previewOf } from "../../../../src/engine/wire/body.ts";

/** What comes back of a body, and what it was. */
function back(body: unknown) {
  const encoded = encodeBody({ action: "send" }, body);
  return { ...previewedBody(previewOf(encoded)), was: bodyBytes(encoded) };
}

test("short bodies of every kind come back whole", () => {
  const bodies = [
    null,
    true,
    5,
    -1.5,
    "",
    "a",
    "5 bytes",
    "…",
    'say "hi"',
    "é\n\t\\ \u0000",
    [],
    {},
  ];
  for (const body of [...bodies, { a: ["…"] }, new Uint8Array(0), Uint8Array.of(1, 255)]) {
    const { bytes, isWhole, was } = back(body);
    assert.ok(isWhole, JSON.stringify(body));
    assert.deepEqual(bytes, was);
  }
});

test("of long ones the beginning comes back, and it is known to be no more", () => {
  const texts = [
    "x".repeat(201),
    "é".repeat(300),
    "\n".repeat(150),
    '"'.repeat(500),
    "a\u0001".repeat(99),
  ];
  for (const body of [
    ...texts,
    "€".repeat(198) + '"',
    [texts],
    { texts },
    new Uint8Array(17).fill(7),
  ]) {
    const { bytes, isWhole, was } = back(body);
    assert.ok(!isWhole);
    assert.ok(bytes.length >= 16 && bytes.length < was.length, JSON.stringify(body).slice(0, 20));
    assert.deepEqual(bytes, was.subarray(0, bytes.length));
  }
});

test("previews that nobody wrote come back as something", () => {
  for (const preview of ["", "…", '"', '"…', '"\\u00…', "3 bytes", "no JSON"]) {
    assert.ok(previewedBody(preview).bytes instanceof Uint8Array);
  }
});
