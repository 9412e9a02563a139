import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { HangingError, NodeSession } from "../../../src/notebook/build/node-session.ts";
import type { Message } from "../../../src/notebook/protocol.ts";
import { compiled } from "./support.ts";

/** Generous where nothing hangs: the machine may be busy. */
const PATIENT = 20_000;

function open(t: TestContext, limit: number) {
  const heard: Message[] = [];
  const session = new NodeSession((message) => heard.push(message), limit);
  t.after(() => session.end());
  return { heard, session };
}

const nothing = { knobs: {}, experiments: [], watched: [] };

test("a thread loads cells, tells what happens and answers each request", async (t) => {
  const { heard, session } = open(t, PATIENT);
  const cells = compiled("const a = knob('A', { max: 9, value: 1 });", "const b = a + 1;");
  const settled = await session.ask({ kind: "load", cells, ...nothing, watched: ["b"] });
  assert.equal(settled.kind, "settled");
  const told = heard.map(({ kind }) => kind).filter((kind) => kind !== "begin");
  assert.deepEqual(told.toSorted(), ["cell", "cell", "knob", "value"]);
  const jobs = [1, 5].map((a) => ({ seed: "7", faults: [], knobs: { a } }));
  const [evaluated, updated] = await Promise.all([
    session.ask({ kind: "evaluate", cells, target: "b", jobs }),
    session.ask({ kind: "update", knobs: { a: 7 } }),
  ]);
  assert.deepEqual(evaluated.kind === "values" && evaluated.values, [2, 6]);
  assert.equal(updated.kind, "settled");
  assert.deepEqual(
    heard.findLast(({ kind }) => kind === "value"),
    {
      ...{ version: 1, kind: "value", name: "b", value: 8 },
    },
  );
  await assert.rejects(session.ask({ kind: "moment", experiment: "x", row: 0 }), /no run of x/);
});

test("the thread's cells know no locale", async (t) => {
  const { session } = open(t, PATIENT);
  const uses = ["(1).toLocaleString()", "'a'.localeCompare('b')", "[1].toLocaleString()"];
  for (const use of [...uses, "({}).toLocaleString()", "1n.toLocaleString()"]) {
    const cells = compiled(`const x = ${use};`);
    const jobs = [{ seed: "7", faults: [], knobs: {} }];
    const reply = await session.ask({ kind: "evaluate", cells, target: "x", jobs });
    assert.ok(reply.kind === "values");
    const [{ error }] = reply.values as { error: string }[];
    assert.match(error, /^(toLocaleString|localeCompare) is not for cells: .*reader's machine/);
  }
});

test("a cell that never ends is named, and its thread is ended", async (t) => {
  const { session } = open(t, 2_000);
  const cells = compiled("const a = 1;", "const b = a; for (;;) {}", "const c = b;");
  await assert.rejects(session.ask({ kind: "load", cells, ...nothing }), (error) => {
    assert.ok(error instanceof HangingError);
    assert.equal(error.cell, "second");
    assert.match(error.message, /“second” was still running after 2 s.*loops never end/);
    return true;
  });
  await assert.rejects(session.ask({ kind: "update", knobs: {} }), /has ended/);
});

test("a value that never ends is known by the cell that defines it", async (t) => {
  const { session } = open(t, 2_000);
  const cells = compiled("const a = knob('A', { value: false });", "const b = a; while (a) {}");
  await session.ask({ kind: "load", cells, ...nothing });
  const jobs = [{ seed: "7", faults: [], knobs: { a: true } }];
  const asked = session.ask({ kind: "evaluate", cells, target: "b", jobs });
  await assert.rejects(asked, (error) => error instanceof HangingError && error.cell === "second");
});

test("a thread that ends by itself is not waited for", async (t) => {
  const { session } = open(t, PATIENT);
  const cells = compiled("const leave = [].constructor.constructor('process.exit(3)'); leave();");
  await assert.rejects(session.ask({ kind: "load", cells, ...nothing }), /has ended|exit/);
});

test("what cannot be sent to a thread is refused at once", async (t) => {
  const { session } = open(t, PATIENT);
  const knobs = { a: (() => 1) as unknown as number };
  await assert.rejects(session.ask({ kind: "update", knobs }), /could not be cloned/);
});
