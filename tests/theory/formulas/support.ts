/** What tests of closed forms share: closeness, and chance with a fixed seed. */
import assert from "node:assert/strict";

/** Asserts that two numbers agree to within a relative error. */
export function near(actual: number, expected: number, within = 1e-9, what = ""): void {
  const apart = Math.abs(actual - expected);
  const allowed = within * Math.max(Math.abs(expected), Number.MIN_VALUE);
  assert.ok(apart <= allowed, `${what} ${actual} is not ${expected} (within ${within})`);
}

/** Numbers from 0 to below 1, the same for the same seed (Marsaglia's xorshift). */
export function chance(seed: number): () => number {
  let state = seed * 2_654_435_761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Asserts that a call is refused by a RangeError that says all these things. */
export function refused(call: () => unknown, ...says: string[]): void {
  assert.throws(call, (error: unknown) => {
    assert.ok(error instanceof RangeError, String(error));
    for (const words of says) assert.ok(error.message.includes(words), error.message);
    return true;
  });
}

/** The long-run shares of the states of a Markov chain, from its matrix of chances. */
export function stationary(chances: readonly (readonly number[])[], rounds = 200_000): number[] {
  const n = chances.length;
  let shares = new Array<number>(n).fill(1 / n);
  for (let round = 0; round < rounds; round++) {
    const next = new Array<number>(n).fill(0);
    for (let from = 0; from < n; from++) {
      for (let to = 0; to < n; to++) next[to] += shares[from] * chances[from][to];
    }
    const change = next.reduce((sum, x, i) => sum + Math.abs(x - shares[i]), 0);
    shares = next;
    if (change < 1e-15) break;
  }
  return shares;
}

/** n over k. */
export function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}
