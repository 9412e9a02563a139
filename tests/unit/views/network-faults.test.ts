import assert from "node:assert/strict";
import { test } from "node:test";
import {
  badMemory,
  degrade,
  duplex,
  type Fault,
  hold,
  ms,
  overload,
  partition,
  pause,
  percent,
  Process,
  release,
  resume,
  simulate,
} from "../../../src/engine/index.ts";
import { EventKind } from "../../../src/engine/trace/event.ts";
import { indexTrace } from "../../../src/views/trace-index.ts";
import { faultSentence, momentSentence, plain } from "../../../src/views/words/index.ts";
import { routed } from "./routed.ts";

const said = (fault: Fault) => plain(faultSentence(fault)).replaceAll("\u202f", " ");

test("faults of links, packets and routers, in words", () => {
  assert.equal(said(pause("a", "b", ms(500))), "At 0.500 s, pause the link between a and b.");
  assert.equal(
    said(resume("a", "b", ms(500), { oneWay: true })),
    "At 0.500 s, let the link from a to b, this way only take packets again.",
  );
  assert.equal(
    said(partition([["a", "b"], ["c"]], ms(500), { until: ms(900) })),
    "At 0.500 s, cut every link between the groups a, b | c, until 0.900 s.",
  );
  assert.equal(said(hold("a→b", 2)), "Keep the 2nd packet on a→b there until it is released.");
  assert.equal(said(release("a→b", 2, ms(70))), "At 0.070 s, release the 2nd packet on a→b.");
  assert.equal(
    said(overload("r", 3, ms(500))),
    "At 0.500 s, let r take 3 times as long with every packet.",
  );
  assert.equal(
    said(badMemory("r", 0.02, { until: ms(9) })),
    "At 0.000 s, flip a bit of one packet in 50 in r’s memory, until 0.009 s.",
  );
  assert.match(said(badMemory("r", 0)), /flip a bit of no packet in r’s memory/);
});

test("and what they do", () => {
  const trace = routed();
  const index = indexTrace(trace);
  const first = (kind: number): string => {
    for (let row = 0; row < trace.rows; row++) {
      if (trace.kind(row) === kind) return plain(momentSentence(index, row).words);
    }
    return "nothing";
  };
  const { pause, resume, overload, unload, spoil, hold } = EventKind;
  assert.equal(first(pause), "The link from North to South takes nothing more: packets wait.");
  assert.equal(first(resume), "The link from North to South takes packets again.");
  assert.equal(first(overload), "North has too much to do: every packet takes longer from now on.");
  assert.equal(first(unload), "North has less to do again.");
  assert.match(first(spoil), /^Bit [\d,]+ of the message “x+…” flips in the memory of South\.$/);
  assert.match(first(hold), /^The message “.*” is kept on the link to North\.$/);
});

test("a link that gets worse, and better again", () => {
  const change = { bandwidth: 5e5, delay: ms(80), loss: percent(20) };
  assert.equal(
    said(degrade("a", "b", change, ms(500), { until: ms(900) })),
    "At 0.500 s, change the link between a and b: it carries 500 kbit/s, takes 80 ms and " +
      "loses 20 %, until 0.900 s.",
  );
  const one = { until: ms(9), oneWay: true };
  const { trace } = simulate({
    seed: 1,
    nodes: { alice: new Process(), bob: new Process() },
    links: duplex("alice", "bob"),
    faults: [degrade("alice", "bob", { loss: percent(5) }, ms(3), one)],
  });
  const index = indexTrace(trace);
  const sentences = [trace.rows - 2, trace.rows - 1].map((row) =>
    plain(momentSentence(index, row).words).replaceAll("\u202f", " "),
  );
  assert.deepEqual(sentences, [
    "The road from Alice to Bob changes: it now loses 5 %.",
    "The road from Alice to Bob is as it was set up.",
  ]);
});
