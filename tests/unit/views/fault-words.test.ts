import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault } from "../../../src/engine/faults.ts";
import { faultSentence, plain } from "../../../src/views/words/index.ts";
import { ms } from "./fixture.ts";

test("each fault has its sentence", () => {
  const cases: [Fault, string][] = [
    [
      { verb: "drop", link: "alice→bob", packet: 4, at: 1.84e9 },
      "At 1.840 s, drop the 4th packet on alice→bob.",
    ],
    [{ verb: "drop", link: "alice→bob", packet: 1 }, "Drop the 1st packet on alice→bob."],
    [{ verb: "corrupt", link: "a→b", packet: 22, bit: 7 }, "Flip bit 7 of the 22nd packet on a→b."],
    [{ verb: "corrupt", link: "a→b", packet: 11 }, "Flip a bit of the 11th packet on a→b."],
    [
      { verb: "delay", link: "a→b", packet: 3, by: ms(90) },
      "Hold up the 3rd packet on a→b for 90 ms.",
    ],
    [{ verb: "duplicate", link: "a→b", packet: 2 }, "Copy the 2nd packet on a→b."],
    [{ verb: "cut", from: "a", to: "b", at: 1e9 }, "At 1.000 s, cut the link between a and b."],
    [
      { verb: "heal", from: "a", to: "b", at: 1e9, oneWay: true },
      "At 1.000 s, mend the link from a to b, this way only.",
    ],
    [{ verb: "crash", node: "shop", at: 5e8 }, "At 0.500 s, crash shop."],
    [{ verb: "restart", node: "shop", at: 5e8 }, "At 0.500 s, restart shop."],
    [
      { verb: "crash", node: "shop", handled: 2, afterSends: 1, downFor: ms(300) },
      "Crash shop in the 2nd event that it handles, after one send, and restart it 300 ms later.",
    ],
    [
      { verb: "crash", node: "shop", handled: 3, afterSends: 0 },
      "Crash shop in the 3rd event that it handles, before it does anything.",
    ],
    [
      { verb: "zone", name: "north", nodes: ["web-1", "web-2"], at: 150e9, until: 180e9 },
      "At 150.000 s, let north fail: web-1 and web-2 crash, until 180.000 s.",
    ],
    [
      { verb: "flaky", nodes: ["shop"], up: 60e9, down: 5e9 },
      "Let shop fail by chance: up for 60 s and down for 5 s on average.",
    ],
    [
      { verb: "flaky", nodes: ["a", "b"], up: 60e9, down: 5e9, at: 1e9, until: 2e9 },
      "From 1.000 s, let a and b fail together by chance: " +
        "up for 60 s and down for 5 s on average, until 2.000 s.",
    ],
    [
      { verb: "upgrade", node: "shop", to: "ShopV2", at: 1e9, downFor: ms(20) },
      "At 1.000 s, let shop run ShopV2, which takes 20 ms.",
    ],
    [
      { verb: "skew", node: "shop", at: 1e9, offset: -ms(3), drift: 0.0002 },
      "At 1.000 s, take shop’s clock: put it 3 ms back and let it drift by 200 ppm.",
    ],
    [
      { verb: "slow", node: "shop", factor: 4, at: 1e9, until: 2e9 },
      "At 1.000 s, make shop 4 times as slow, until 2.000 s.",
    ],
    [{ verb: "mute", node: "shop", at: 1e9 }, "At 1.000 s, mute shop."],
    [{ verb: "unmute", node: "shop", at: 1e9 }, "At 1.000 s, let shop be heard again."],
    [
      { verb: "edit", node: "shop", field: "disk.price", value: 12, at: 1e9 },
      "At 1.000 s, set disk.price to 12 in shop.",
    ],
    [
      { verb: "expire", node: "shop", timer: "patience", at: 1e9 },
      "At 1.000 s, let shop’s timer “patience” run out.",
    ],
    [
      { verb: "drop", sender: "alice", message: 2, fragment: 7, at: 1e9 },
      "At 1.000 s, drop the 7th packet of the 2nd message from alice.",
    ],
    [
      { verb: "hold", sender: "alice", message: 1, fragment: 1, link: "r→bob" },
      "Keep the 1st packet of the 1st message from alice on r→bob there until it is released.",
    ],
    [
      { verb: "first", node: "shop", n: 2 },
      "Next, let the 2nd event that is possible at shop happen: all others wait.",
    ],
    [
      { verb: "crash", node: "shop", event: 1_250, downFor: ms(300) },
      "Crash shop right after row 1,250 of the trace, and restart it 300 ms later.",
    ],
  ];
  for (const [fault, words] of cases) {
    assert.equal(plain(faultSentence(fault)).replaceAll("\u202f", " "), words);
  }
});
