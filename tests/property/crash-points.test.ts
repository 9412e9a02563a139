/**
 * A crash may strike between any two sends of any handler. For random programs, every such point:
 * the run is the same up to it, and of the node nothing remains but the disk of that very send.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  crash,
  duplex,
  type Fault,
  ms,
  Process,
  type Run,
  simulate,
} from "../../src/engine/index.ts";
import { moment } from "../../src/engine/simulate.ts";
import { eventRecord } from "../../src/engine/trace/export.ts";

/** One step of a handler. */
type Step = "write" | "send" | "work" | "timer" | "note";

/** Follows the script of its n-th event. Every message that it sends tells what is on its disk. */
class Scripted extends Process {
  disk = { writes: 0 };
  scripts: Step[][];
  events = 0;

  constructor(scripts: Step[][]) {
    super();
    this.scripts = scripts;
  }

  start(): void {
    this.follow();
  }
  receive(): void {
    this.follow();
  }
  timeout(): void {
    this.follow();
  }

  follow(): void {
    for (const step of this.scripts[this.events++] ?? []) {
      if (step === "write") this.disk.writes += 1;
      if (step === "send") this.send("peer", this.disk);
      if (step === "work") this.work(ms(3));
      if (step === "timer") this.setTimer("again", ms(2));
      if (step === "note") this.note("so far");
    }
  }
}

/** Answers every second message. */
class Peer extends Process {
  heard = 0;
  receive(_: unknown, from: string): void {
    this.heard += 1;
    if (this.heard % 2 === 1) this.send(from, "go on");
  }
}

function specOf(scripts: Step[][], faults: Fault[]) {
  const nodes = { node: new Scripted(scripts), peer: new Peer() };
  return { seed: 1, nodes, links: duplex("node", "peer", { delay: ms(4) }), faults };
}

const rows = (run: Run): string[] =>
  Array.from({ length: run.trace.rows }, (_, row) => JSON.stringify(eventRecord(run.trace, row)));

/** For each event that the node handles: what its sends say, in order. */
function sendsByEvent(run: Run): string[][] {
  const events = new Map<number, string[]>();
  for (let row = 0; row < run.trace.rows; row++) {
    const record = eventRecord(run.trace, row);
    if (record.node !== "node") continue;
    if (["start", "receive", "timeout"].includes(record.kind)) events.set(row, []);
    if (record.kind === "send") events.get(record.cause as number)?.push(record.text as string);
  }
  return [...events.values()];
}

function checkPoint(scripts: Step[][], free: Run, handled: number, afterSends: number): void {
  const spec = specOf(scripts, [crash("node", { handled, afterSends })]);
  const run = simulate(spec);
  const after = rows(run);
  const at = after.findIndex((row) => row.includes('"kind":"crash"'));
  assert.ok(at >= 0, `no crash at ${handled}, ${afterSends}`);
  assert.deepEqual(after.slice(0, at), rows(free).slice(0, at));
  const sends = sendsByEvent(free)[handled - 1];
  const made = Math.min(afterSends, sends.length);
  assert.deepEqual(sendsByEvent(run)[handled - 1], sends.slice(0, made));
  const { disk } = moment(spec, run.trace.rows - 1).states.node;
  if (afterSends > 0 && afterSends <= sends.length) {
    assert.equal(JSON.stringify(disk), sends[afterSends - 1]);
  }
  const writes = scripts.slice(0, handled - (afterSends === 0 ? 1 : 0)).flat();
  if (afterSends === 0 || afterSends > sends.length) {
    assert.deepEqual(disk, { writes: writes.filter((step) => step === "write").length });
  }
}

test("every point of every handler of 150 random programs", () => {
  const step = fc.constantFrom<Step>("write", "write", "send", "send", "work", "timer", "note");
  const programs = fc.array(fc.array(step, { maxLength: 7 }), { minLength: 1, maxLength: 5 });
  let points = 0;
  fc.assert(
    fc.property(programs, (scripts) => {
      const free = simulate(specOf(scripts, []));
      sendsByEvent(free).forEach((sends, event) => {
        for (let k = 0; k <= sends.length + 1; k++, points++)
          checkPoint(scripts, free, event + 1, k);
      });
    }),
    { numRuns: 150, seed: 2026 },
  );
  assert.ok(points > 1_000, `${points} points`);
});
