/** Settings: what is there without any, what each permits, and how a wrong one is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TcpReceiver } from "../../../../src/engine/protocols/tcp/bulk.ts";
import { settingsOf, type TcpSettings } from "../../../../src/engine/protocols/tcp/settings.ts";

const SECOND = 1_000_000_000;

test("without any, the settings are those of the RFCs", () => {
  assert.deepEqual(settingsOf(), {
    ...{ mss: 1_452, receiveBuffer: 65_535, congestion: "newReno", sack: false },
    ...{ timestamps: false, nagle: true, delayedAck: 40_000_000, initialTimeout: SECOND },
    ...{ minTimeout: SECOND, maxTimeout: 60 * SECOND, granularity: 1_000_000, retries: 15 },
    ...{ segmentLifetime: 30 * SECOND, initialWindow: null, initialThreshold: Infinity },
    ...{ initialSequence: null, record: false },
  });
  assert.equal(settingsOf({ mss: 900 }).mss, 900);
});

/** The smallest and the largest that each number may be, and whether it must be whole. */
const ranges: [keyof TcpSettings, number, number, boolean][] = [
  ["mss", 64, 65_495, true],
  ["receiveBuffer", 1, 1_073_741_824, true],
  ["delayedAck", 0, 500_000_000, false],
  ["initialTimeout", 1, 60 * SECOND, false],
  ["minTimeout", 1, 60 * SECOND, false],
  ["maxTimeout", 1, Number.MAX_SAFE_INTEGER, false],
  ["granularity", 0, SECOND, false],
  ["segmentLifetime", 0, 3_600 * SECOND, false],
  ["initialWindow", 1, 65_535, true],
  ["initialSequence", 0, 4_294_967_295, true],
];

for (const [name, least, most, isWhole] of ranges) {
  test(`${name}: from ${least} to ${most}${isWhole ? ", whole" : ""}`, () => {
    for (const value of [least, most]) assert.equal(settingsOf({ [name]: value })[name], value);
    if (!isWhole) settingsOf({ [name]: least + 0.5 });
    const noun = isWhole ? "a whole number" : "a number";
    const wrong: unknown[] = [least - 1, most * 1.001 + 1, NaN, "1", undefined];
    for (const value of isWhole ? [...wrong, least + 0.5] : wrong) {
      assert.throws(() => settingsOf({ [name]: value } as never), {
        name: "RangeError",
        message: `TCP: ${name} is ${value}; it must be ${noun} from ${least} to ${most}.`,
      });
    }
    const isOptional = name === "initialWindow" || name === "initialSequence";
    if (isOptional) assert.equal(settingsOf({ [name]: null })[name], null);
    else assert.throws(() => settingsOf({ [name]: null } as never), RangeError);
  });
}

test("retries and the initial threshold may be infinite", () => {
  assert.equal(settingsOf({ retries: Infinity }).retries, Infinity);
  assert.equal(settingsOf({ retries: 0 }).retries, 0);
  assert.equal(settingsOf({ initialThreshold: Infinity }).initialThreshold, Infinity);
  assert.throws(() => settingsOf({ initialThreshold: 0 }), /initialThreshold is 0; .* from 1 to/);
  assert.throws(() => settingsOf({ retries: -1 }), /retries is -1; .* from 0 to Infinity/);
});

test("flags are true or false; names are among those that are known", () => {
  for (const name of ["sack", "timestamps", "nagle", "record"] as const) {
    assert.equal(settingsOf({ [name]: true })[name], true);
    assert.throws(() => settingsOf({ [name]: 1 } as never), {
      name: "RangeError",
      message: `TCP: ${name} is 1; it must be true or false.`,
    });
  }
  assert.throws(() => settingsOf({ congestion: "vegas" } as never), {
    message: "TCP: congestion is vegas; it must be one of tahoe, reno, newReno, cubic.",
  });
  assert.throws(() => settingsOf({ nagel: true } as never), /no setting nagel; it knows mss, rec/);
});

test("a reader's rate and portion have ranges too", () => {
  assert.throws(() => new TcpReceiver({}, { rate: 0 }), /TCP: rate is 0; .* 0.001 to Infinity/);
  assert.throws(() => new TcpReceiver({}, { portion: 0.5 }), /TCP: portion is 0.5; .* whole/);
  assert.equal(new TcpReceiver({}, { rate: 8, portion: 1 }).readsAtOnce, false);
  assert.equal(new TcpReceiver().readsAtOnce, true);
});
