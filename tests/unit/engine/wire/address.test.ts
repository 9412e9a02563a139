import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BROADCAST_MAC,
  ipv4Address,
  ipv4Text,
  macAddress,
  macText,
} from "../../../../src/engine/wire/address.ts";

test("an IPv4 address is a number of 32 bits, never negative", () => {
  assert.equal(ipv4Address("0.0.0.0"), 0);
  assert.equal(ipv4Address("10.0.0.1"), 167_772_161);
  assert.equal(ipv4Address("128.0.0.0"), 2_147_483_648);
  assert.equal(ipv4Address("255.255.255.255"), 4_294_967_295);
});

test("texts and numbers of addresses are each other's reverse", () => {
  for (const text of ["0.0.0.0", "10.0.0.1", "127.255.255.255", "192.168.7.20", "224.0.0.1"]) {
    assert.equal(ipv4Text(ipv4Address(text)), text);
  }
  for (const text of ["00:00:00:00:00:00", "02:00:00:00:00:01", "ff:ff:ff:ff:ff:ff"]) {
    assert.equal(macText(macAddress(text)), text);
  }
  assert.equal(macAddress("FF:ff:FF:ff:FF:ff"), BROADCAST_MAC);
});

test("what is no address is refused, with the value and an example of one", () => {
  const wrong = ["", "10.0.0", "10.0.0.0.1", "10.0.0.256", "010.0.0.1", "10.0.0.-1", "1e1.0.0.1"];
  for (const text of [...wrong, " 10.0.0.1", "10.0.0.1\n", "a.b.c.d", 7, null]) {
    assert.throws(() => ipv4Address(text as string), {
      name: "RangeError",
      message: /^ipv4Address: the address is .*; it must be four numbers .*: "10\.0\.0\.1"\.$/s,
    });
  }
  for (const text of ["02:00:00:00:00", "02-00-00-00-00-01", "02:00:00:00:00:0g", undefined]) {
    assert.throws(() => macAddress(text as string), {
      name: "RangeError",
      message: /^macAddress: the address is .*; it must be six pairs/,
    });
  }
  for (const number of [-1, 2 ** 32, 0.5, NaN, "1"]) {
    assert.throws(() => ipv4Text(number as number), RangeError);
  }
  assert.throws(() => macText(2 ** 48), RangeError);
});
