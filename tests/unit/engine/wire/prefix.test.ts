import assert from "node:assert/strict";
import { test } from "node:test";
import { ipv4Address } from "../../../../src/engine/wire/address.ts";
import {
  covers,
  longestMatch,
  prefix,
  prefixMask,
  prefixSize,
  PrefixTable,
  prefixText,
} from "../../../../src/engine/wire/prefix.ts";

const shop = prefix("208.65.152.0/22");
const stranger = prefix("208.65.153.0/24");

test("a prefix covers the addresses that begin with its bits", () => {
  assert.ok(covers(shop, ipv4Address("208.65.155.255")));
  assert.ok(!covers(shop, ipv4Address("208.65.156.0")));
  assert.ok(!covers(prefix("10.1.0.0/16"), ipv4Address("10.12.0.1")));
  assert.deepEqual([shop, stranger].map(prefixSize), [1024, 256]);
});

test("the empty prefix covers everything, and one of 32 bits a single address", () => {
  const everything = prefix("0.0.0.0/0");
  for (const address of ["0.0.0.0", "127.255.255.255", "128.0.0.0", "255.255.255.255"]) {
    assert.ok(covers(everything, ipv4Address(address)));
    assert.ok(covers(prefix(`${address}/32`), ipv4Address(address)));
  }
  assert.ok(!covers(prefix("255.255.255.255/32"), ipv4Address("255.255.255.254")));
  assert.deepEqual([prefixMask(0), prefixMask(1), prefixMask(32)], [0, 2 ** 31, 2 ** 32 - 1]);
  assert.deepEqual([prefixSize(everything), prefixSize(prefix("128.0.0.0/1"))], [2 ** 32, 2 ** 31]);
});

test("the longest prefix wins: a more specific line steals 256 of 1,024 addresses", () => {
  const lines = [
    { prefix: shop, via: "shop" },
    { prefix: stranger, via: "stranger" },
    { prefix: prefix("0.0.0.0/0"), via: "default" },
  ];
  let stolen = 0;
  for (let i = 0; i < 1024; i++) {
    if (longestMatch(lines, shop.address + i)?.via === "stranger") stolen++;
  }
  assert.equal(stolen, 256);
  assert.equal(longestMatch(lines, 1)?.via, "default");
  assert.equal(longestMatch(lines.slice(0, 2), 1), undefined);
});

test("of two lines with the same prefix the first counts in a list, the later in a table", () => {
  const lines = [1, 2].map((via) => ({ prefix: shop, via }));
  assert.equal(longestMatch(lines, shop.address)?.via, 1);
  const table = new PrefixTable<number>();
  for (const line of lines) table.set(line.prefix, line.via);
  assert.equal(table.lookup(shop.address), 2);
});

test("a table forgets what is deleted, and lists its lines, the longest first", () => {
  const table = new PrefixTable<string>();
  for (const text of ["0.0.0.0/0", "10.0.0.0/8", "10.2.0.0/16", "10.1.0.0/16"]) {
    table.set(prefix(text), text);
  }
  assert.equal(table.lookup(ipv4Address("10.1.2.3")), "10.1.0.0/16");
  assert.ok(table.delete(prefix("10.1.0.0/16")));
  assert.ok(!table.delete(prefix("10.1.0.0/16")));
  assert.ok(!table.delete(prefix("1.0.0.0/24")));
  assert.equal(table.lookup(ipv4Address("10.1.2.3")), "10.0.0.0/8");
  assert.deepEqual(
    table.lines().map((line) => prefixText(line.prefix)),
    ["10.2.0.0/16", "10.0.0.0/8", "0.0.0.0/0"],
  );
});

test("what is no prefix is refused; ones beyond its length are refused with what is meant", () => {
  for (const text of ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/08", "10.0.0/8", "/8", "", 8]) {
    assert.throws(() => prefix(text as string), RangeError);
  }
  assert.throws(() => prefix("10.1.2.3/8"), {
    message:
      'prefix: the prefix is "10.1.2.3/8", which has ones beyond its 8 bits; ' +
      "it must be 10.0.0.0/8.",
  });
  assert.throws(() => prefixMask(33), /the length is 33; it must be a whole number of bits/);
});
