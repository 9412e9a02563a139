import assert from "node:assert/strict";
import { test } from "node:test";
import { portableMath } from "../../../src/engine/kernel/math.ts";
import { Streams } from "../../../src/engine/kernel/random.ts";

/** How many doubles lie between two numbers. */
function unitsApart(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
  const bits = new BigInt64Array(new Float64Array([a, b]).buffer);
  const place = (n: bigint): bigint => (n < 0n ? -(n & 0x7fff_ffff_ffff_ffffn) : n);
  const apart = place(bits[0]) - place(bits[1]);
  return Number(apart < 0n ? -apart : apart);
}

type OneArgument = (x: number) => number;
const streams = new Streams("math");
const dice = streams.open("dice");
const between = (low: number, high: number): number => low + streams.next(dice) * (high - low);
/** Numbers of all sizes from e^low to e^high. */
const size = (low: number, high: number): number => Math.exp(between(low, high));
const signed = (x: number): number => (streams.next(dice) < 0.5 ? -x : x);

/** Each function: where it is tried, and how many units it may differ from the machine's own. */
const tried: [Exclude<keyof typeof portableMath, symbol>, () => number, number][] = [
  ["log", () => size(-740, 709), 1],
  ["log2", () => size(-740, 709), 1],
  ["log10", () => size(-740, 709), 1],
  ["log1p", () => Math.max(signed(size(-40, 40)), -0.999), 2],
  ["exp", () => between(-745, 709), 1],
  ["expm1", () => signed(size(-40, 6)), 2],
  ["cbrt", () => signed(size(-740, 709)), 1],
  ["sin", () => signed(size(-20, 700)), 1],
  ["cos", () => signed(size(-20, 700)), 1],
  ["tan", () => signed(size(-20, 700)), 3],
  ["asin", () => between(-1, 1), 3],
  ["acos", () => between(-1, 1), 3],
  ["atan", () => signed(size(-40, 40)), 1],
  ["sinh", () => signed(size(-20, 6)), 4],
  ["cosh", () => signed(size(-20, 6)), 2],
  ["tanh", () => signed(size(-20, 4)), 4],
  ["asinh", () => signed(size(-20, 300)), 4],
  ["acosh", () => 1 + size(-20, 300), 4],
  ["atanh", () => between(-1, 1), 4],
];

for (const [name, draw, most] of tried) {
  test(`${name} differs from the machine's own by at most ${most} units in the last place`, () => {
    const ours = portableMath[name] as OneArgument;
    const theirs = Math[name as keyof Math] as OneArgument;
    for (let i = 0; i < 20_000; i++) {
      const x = draw();
      const apart = unitsApart(ours(x), theirs(x));
      assert.ok(apart <= most, `${name}(${x}) is ${ours(x)}, not ${theirs(x)}: ${apart} units`);
    }
  });
}

test("pow differs from the machine's own by at most 1 unit, and hypot and atan2 by 2", () => {
  for (let i = 0; i < 20_000; i++) {
    const [x, y] = [size(-10, 10), between(-60, 60)];
    assert.ok(unitsApart(portableMath.pow(x, y), Math.pow(x, y)) <= 1, `pow(${x}, ${y})`);
    const [a, b] = [signed(size(-20, 20)), signed(size(-20, 20))];
    assert.ok(unitsApart(portableMath.hypot(a, b), Math.hypot(a, b)) <= 2, `hypot(${a}, ${b})`);
    assert.ok(unitsApart(portableMath.atan2(a, b), Math.atan2(a, b)) <= 2, `atan2(${a}, ${b})`);
  }
});

test("whole powers, cubes and powers of two and ten are exact", () => {
  const { pow, cbrt, log2, log10 } = portableMath;
  for (let base = 2; base <= 12; base++) {
    for (let exponent = 0; exponent <= 280; exponent++) {
      const exact = Number(BigInt(base) ** BigInt(exponent));
      assert.equal(pow(base, exponent), exact, `${base}^${exponent}`);
    }
  }
  for (let n = 1; n <= 1000; n++) assert.equal(cbrt(n * n * n), n);
  for (let n = -1074; n < 1024; n++) assert.equal(log2(pow(2, n)), n);
  for (let n = -300; n <= 308; n++) assert.equal(log10(Number(`1e${n}`)), n);
  assert.equal(portableMath.hypot(3, 4), 5);
  assert.equal(pow(1.5, 3), 3.375);
});

const odd = [0, -0, 1, -1, 0.5, 2, -2, 3, Infinity, -Infinity, NaN, 1e-320, 1e308, -1e308];

test("all functions agree with the machine's own at zeros, infinities, NaN and beyond", () => {
  for (const [name] of tried) {
    const ours = portableMath[name] as OneArgument;
    const theirs = Math[name as keyof Math] as OneArgument;
    for (const x of odd) {
      const [mine, other] = [ours(x), theirs(x)];
      assert.ok(unitsApart(mine, other) <= 4, `${name}(${x}) is ${mine}, not ${other}`);
      if (other === 0) assert.ok(Object.is(mine, other), `${name}(${x}) has the wrong sign`);
    }
  }
});

test("pow, atan2 and hypot follow ECMAScript in every special case", () => {
  for (const x of odd) {
    for (const y of odd) {
      for (const name of ["pow", "atan2", "hypot"] as const) {
        const [mine, other] = [portableMath[name](x, y), Math[name](x, y)];
        assert.ok(unitsApart(mine, other) <= 1, `${name}(${x}, ${y}) is ${mine}, not ${other}`);
        if (other === 0) assert.ok(Object.is(mine, other), `${name}(${x}, ${y}): sign of zero`);
      }
    }
  }
  assert.equal(portableMath.hypot(), 0);
  assert.equal(portableMath.hypot(1, 2, 2), 3);
});

test("the portable Math has every name that the machine's has, up to ES2024", () => {
  const newer = ["f16round", "sumPrecise"];
  const names = Object.getOwnPropertyNames(Math).filter((name) => !newer.includes(name));
  for (const name of names) {
    assert.ok(Object.hasOwn(portableMath, name), `${name} is missing`);
    const mine: unknown = portableMath[name as keyof typeof portableMath];
    const other: unknown = Math[name as keyof Math];
    assert.equal(typeof mine, typeof other);
    if (typeof other === "number") assert.equal(mine, other);
  }
});

test("Math.random says where chance comes from instead", () => {
  assert.throws(() => portableMath.random(), /this\.random\(\)/);
});

test("a few results are fixed to the last bit", () => {
  const { log, exp, pow, sin, cos, cbrt } = portableMath;
  const results = [log(0.3), exp(1.7), pow(0.7, 3.3), sin(22), cos(1e22), cbrt(7)];
  const words = new BigUint64Array(new Float64Array(results).buffer);
  assert.deepEqual(
    [...words].map((word) => word.toString(16)),
    [
      "bff34378fcbda721",
      "4015e552770df8a6",
      "3fd3b971665bb2e5",
      "bf8220a29f6eb9f4",
      "3fe0be2cef01c8f4",
      "3ffe9b5dba58189e",
    ],
  );
});
