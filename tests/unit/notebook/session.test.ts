import assert from "node:assert/strict";
import { test } from "node:test";
import * as engine from "../../../src/engine/index.ts";
import { fingerprint } from "../../../src/engine/trace/fingerprint.ts";
import type { Body, Request } from "../../../src/notebook/protocol.ts";
import { PROTOCOL } from "../../../src/notebook/protocol.ts";
import { Session } from "../../../src/notebook/run/session.ts";
import { readMessage } from "../../../src/notebook/validate.ts";
import { compiled, load } from "./support.ts";

type Unnumbered<R> = R extends Request ? Omit<R, "request"> : never;

/** A session and what it posts, every message read as the page reads it. */
class Desk {
  readonly session: Session;
  #posted: Body[] = [];
  #next = 1;

  constructor() {
    this.session = new Session((body) => void this.#posted.push(body), load);
  }

  async ask(request: Unnumbered<Request>): Promise<Body[]> {
    await this.session.handle({ ...request, request: this.#next++ } as Request);
    const posted = this.#posted;
    this.#posted = [];
    for (const body of posted) {
      const message = { version: PROTOCOL, ...body };
      const read = readMessage(structuredClone(message));
      assert.equal(typeof read, "object", String(read)); // the page understands it
      assert.deepEqual(read, message);
    }
    return posted;
  }

  load(sources: string[], more: object = {}): Promise<Body[]> {
    const cells = compiled(...sources);
    return this.ask({ kind: "load", cells, knobs: {}, experiments: [], watched: [], ...more });
  }
}

const ping =
  "const times = knob('Times', { max: 99, value: 3 });\n" +
  "class Alice extends Process {\n  left = times;\n  start() { this.go(); }\n" +
  "  go() {\n    this.left -= 1;\n    this.send('bob', { left: this.left });\n  }\n" +
  "  receive() { if (this.left > 0) this.go(); }\n}\n" +
  "class Bob extends Process {\n  receive(m: unknown, from: Address) { this.send(from, m); }\n}";
const road =
  "const run = simulate({ seed, faults, nodes: { alice: new Alice(), bob: new Bob() },\n" +
  "  links: [duplex('alice', 'bob', { delay: ms(5), loss: percent(10) })], until: seconds(1) });";
const one = { id: "one", run: "run", seed: "7", faults: [] };

const ofKind = <K extends Body["kind"]>(bodies: Body[], kind: K) =>
  bodies.filter((body): body is Body & { kind: K } => body.kind === kind);

test("load tells knobs, cells, values and runs, and settles last", async () => {
  const desk = new Desk();
  const told = await desk.load([ping, road, "const n = run.metrics.sent; console.log(n);"], {
    ...{ experiments: [one], watched: ["n"] },
  });
  assert.deepEqual(told.at(-1), { kind: "settled", request: 1 });
  assert.equal(ofKind(told, "knob")[0].knob.name, "times");
  assert.equal(ofKind(told, "run")[0].experiment, "one");
  assert.equal(typeof ofKind(told, "value")[0].value, "number");
  const statuses = ofKind(told, "cell").map(({ cell, status }) => [cell, status.state]);
  assert.deepEqual(statuses.toSorted(), [
    ["first", "done"],
    ["second", "done"],
    ["third", "done"],
  ]);
});

test("a run's data is the engine's: same rows, same fingerprint, own buffers", async () => {
  const desk = new Desk();
  const told = await desk.load([ping, road], { experiments: [one] });
  const { run } = ofKind(told, "run")[0];
  class Alice extends engine.Process {
    left = 3;
    start() {
      this.go();
    }
    go() {
      this.left -= 1;
      this.send("bob", { left: this.left });
    }
    receive() {
      if (this.left > 0) this.go();
    }
  }
  class Bob extends engine.Process {
    receive(message: unknown, from: string) {
      this.send(from, message);
    }
  }
  const options = { delay: engine.ms(5), loss: engine.percent(10) };
  const own = engine.simulate({
    ...{ seed: "7", faults: [], until: engine.seconds(1) },
    nodes: { alice: new Alice(), bob: new Bob() },
    links: [engine.duplex("alice", "bob", options)],
  });
  assert.equal(run.fingerprint, own.fingerprint);
  assert.equal(fingerprint(run.trace), own.fingerprint);
  assert.deepEqual(run.trace, own.trace.data);
  assert.equal(run.events, own.metrics.events);
  assert.equal(run.endTime, own.metrics.endTime);
  assert.equal(run.engine, engine.ENGINE_VERSION);
  assert.equal(run.outcome.kind, own.outcome.kind);
  // Its buffers move to the page; those of the cell's own run must stay.
  const [{ time }] = run.trace.chunks;
  structuredClone(time.buffer, { transfer: [time.buffer as ArrayBuffer] });
  assert.equal(time.length, 0);
  const again = await desk.ask({ kind: "moment", experiment: "one", row: 3 });
  assert.equal(ofKind(again, "moment").length, 1);
});

test("update changes knobs, cells and experiments; what stays is not told again", async () => {
  const desk = new Desk();
  await desk.load([ping, road], { experiments: [one] });
  const turned = await desk.ask({ kind: "update", knobs: { times: 5 } });
  assert.equal(ofKind(turned, "run").length, 1);
  assert.deepEqual((await desk.ask({ kind: "update", knobs: { times: 5 } })).length, 1);
  const seeded = await desk.ask({ kind: "update", experiments: [{ ...one, seed: "8" }] });
  assert.equal(ofKind(seeded, "run")[0].run.seed, "8");
  const cells = compiled(ping, road.replace("percent(10)", "0"));
  const edited = await desk.ask({ kind: "update", cells });
  assert.equal(ofKind(edited, "run")[0].run.seed, "8");
  assert.deepEqual(edited.at(-1), { kind: "settled", request: 5 });
});

test("a moment holds states in words, what changed, and the cell and line that acted", async () => {
  const desk = new Desk();
  await desk.load(["const before = 1;", ping, road], { experiments: [one] });
  const told = await desk.ask({ kind: "moment", experiment: "one", row: 1 });
  const { moment } = ofKind(told, "moment")[0];
  assert.deepEqual(moment.states, { alice: { left: "2" }, bob: {} });
  assert.equal(moment.cell, "second");
  assert.equal(moment.line, 7);
  const start = ofKind(await desk.ask({ kind: "moment", experiment: "one", row: 0 }), "moment")[0];
  assert.equal(start.moment.line, 4);
});

test("a run that goes on from a moment of another is shown and looked into like any", async () => {
  const desk = new Desk();
  const spec = road.replace("const run = simulate({", "const spec = ({").replace(" });", " });");
  const on = "const run = resumeFrom(spec, 12, { links: [duplex('alice', 'bob', { loss: 1 })] });";
  const told = await desk.load([ping, spec, on], { experiments: [one] });
  const [{ run }] = ofKind(told, "run");
  assert.ok(run.trace.rows > 13);
  for (const row of [2, 13]) {
    const [{ moment }] = ofKind(
      await desk.ask({ kind: "moment", experiment: "one", row }),
      "moment",
    );
    assert.deepEqual(Object.keys(moment.states), ["alice", "bob"]);
  }
});

test("what cannot be done is refused in words, and the session lives on", async () => {
  const desk = new Desk();
  const refusal = async (request: Unnumbered<Request>, message: RegExp) => {
    const [told, ...rest] = (await desk.ask(request)).filter(({ kind }) => kind !== "begin");
    assert.deepEqual(rest, []);
    assert.ok(told.kind === "refused");
    assert.match(told.message, message);
  };
  const jobs = [{ seed: "7", faults: [], knobs: {} }];
  await refusal({ kind: "update", knobs: {} }, /no page to update: load one first/);
  await refusal({ kind: "evaluate", target: "x", jobs }, /no cells to evaluate/);
  await refusal({ kind: "moment", experiment: "one", row: 0 }, /no run of one to look into/);
  await desk.load([ping, road], { experiments: [one] });
  await refusal(
    { kind: "moment", experiment: "one", row: 1e6 },
    /row is 1000000; the run has only/,
  );
  await refusal({ kind: "moment", experiment: "one", row: -1 }, /row is -1/);
  await refusal({ kind: "moment", experiment: "two", row: 0 }, /no run of two/);
  const cells = compiled("const a = 1; if (a) throw new Error('no luck');");
  const [failed] = ofKind(await desk.ask({ kind: "evaluate", cells, target: "a", jobs }), "values");
  assert.deepEqual(failed.values, [{ error: "no luck" }], "one job's mishap is that job's");
  await refusal({ kind: "evaluate", target: "b", jobs }, /No cell of this page defines b/);
  const broken = [{ ...cells[0], code: "export default function( {" }];
  await refusal({ kind: "update", cells: broken }, /Unexpected/);
  assert.equal((await desk.ask({ kind: "update", knobs: { times: 1 } })).at(-1)?.kind, "settled");
});

test("evaluate answers with plain values, whatever the cells make", async () => {
  const desk = new Desk();
  const cells = compiled(
    "const k = knob('K', { max: 9, value: 1 });",
    "const v = [k, 'text', true, NaN, { a: 1n }, undefined, () => 1, 'x'.repeat(200_000)][k];",
  );
  const jobs = Array.from({ length: 8 }, (_, k) => ({ seed: "7", faults: [], knobs: { k } }));
  const told = await desk.ask({ kind: "evaluate", cells, target: "v", jobs });
  const { values } = ofKind(told, "values")[0];
  const expected = [0, "text", true, NaN, '{"a":1n}', "undefined", "function"];
  assert.deepEqual(values.slice(0, 7), expected);
  assert.equal(String(values[7]).length, 100_000);
  assert.deepEqual(told[0], { kind: "begin", cell: "second" });
});

test("an experiment whose name holds no run says so, and in which cell", async () => {
  const desk = new Desk();
  const told = await desk.load([ping, "const other = 1;\nconst run = { trace: seed, faults };"], {
    experiments: [one],
  });
  const [{ experiment, failure }] = ofKind(told, "failed");
  assert.equal(experiment, "one");
  assert.deepEqual([failure.cell, failure.line], ["second", 0]);
  assert.match(failure.message, /^run is not a run\. Write const run = simulate/);
});

test("a process that throws ends its run with the cell and line where it threw", async () => {
  const desk = new Desk();
  const broken = ping.replace("this.send(from, m);", "\n    throw new Error('out of ink');");
  const told = await desk.load([broken, road], { experiments: [one] });
  const { outcome } = ofKind(told, "run")[0].run;
  assert.deepEqual(outcome, {
    ...{ kind: "error", words: "Error: out of ink", node: "bob", cell: "first", line: 13 },
  });
});

test("a stack that names a stranger's place is not believed", async () => {
  const desk = new Desk();
  const liar = ping.replace(
    "this.send(from, m);",
    "throw Object.assign(new Error('x'), { stack: 'at cells/evil.ts:99' });",
  );
  const told = await desk.load([liar, road], { experiments: [one] });
  const { cell, line } = ofKind(told, "run")[0].run.outcome;
  assert.deepEqual([cell, line], ["", 0]);
  const forged = await desk.load([
    `const a = 1; if (a) throw Object.assign(new Error("x"), ` +
      `{ stack: "cells/" + "x".repeat(5000) + ".ts:" + "9".repeat(400) });`,
  ]);
  assert.equal(ofKind(forged, "cell")[0].status.state, "failed");
});
