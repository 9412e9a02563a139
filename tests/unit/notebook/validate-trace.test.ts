import assert from "node:assert/strict";
import { test } from "node:test";
import { EventKind, eventName } from "../../../src/engine/trace/event.ts";
import { COLUMN_TYPES, type Chunk } from "../../../src/engine/trace/trace.ts";
import { runData } from "../../../src/notebook/run/plain.ts";
import { runToText, textToRun } from "../../../src/notebook/run-text.ts";
import { readTrace } from "../../../src/notebook/validate-trace.ts";
import { busyRun, type Loose } from "./messages.ts";

const { run } = runData(busyRun(), []);
const fresh = (): Loose => structuredClone(run.trace);
const columns = Object.keys(COLUMN_TYPES) as (keyof Chunk)[];

/** The first row of a kind. */
function rowOf(kind: number): number {
  const row = run.trace.chunks[0].kind.indexOf(kind);
  assert.ok(row >= 0, `no ${eventName(kind)} in the run`);
  return row;
}

function refused(trace: unknown, message: RegExp): void {
  assert.throws(() => readTrace(trace), { message });
}

test("a run with nearly every kind of event is read as it is", () => {
  const kinds = new Set(run.trace.chunks[0].kind);
  assert.ok(kinds.size >= 26, [...kinds].map(eventName).join(" "));
  assert.deepEqual(readTrace(fresh()), run.trace);
});

test("what stands in place of a column is refused by the column's name", async () => {
  const { port1, port2 } = new MessageChannel();
  const rows = run.trace.rows;
  const detached = new Float64Array(rows);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  const resizable = new Float64Array(new ArrayBuffer(rows * 8, { maxByteLength: rows * 16 }));
  const others = [
    ...[undefined, null, 7, "text", [], {}, Array(rows).fill(0), new Map(), new Error("x")],
    ...[new Blob(["x"]), port1, new ReadableStream(), new ArrayBuffer(rows * 8)],
    ...[new DataView(new ArrayBuffer(rows * 8)), new Float32Array(rows), new BigInt64Array(rows)],
    ...[new Float64Array(new SharedArrayBuffer(rows * 8)), detached, resizable],
    ...[new Float64Array(rows - 1), new Float64Array(rows + 1), new Float64Array(0)],
    Object.create(Float64Array.prototype),
  ];
  for (const [i, column] of others.entries()) {
    const trace = fresh();
    trace["chunks"][0].time = column;
    assert.throws(() => readTrace(trace), /./, `number ${i}`);
  }
  for (const column of columns) {
    const trace = fresh();
    trace["chunks"][0][column] = trace["chunks"][0][column].slice(1);
    refused(trace, new RegExp(`^column ${column} has ${rows - 1} rows instead of ${rows}`));
    Reflect.deleteProperty(trace["chunks"][0], column);
    refused(trace, new RegExp(`^column ${column} is not a `));
  }
  port2.close();
});

test("time is whole, never goes back, and stays where numbers are exact", () => {
  const wrong: [number, number][] = [
    ...[NaN, Infinity, -Infinity, -1, 2 ** 53, 0.5].map((time): [number, number] => [5, time]),
    [0, -0],
    [6, run.trace.chunks[0].time[5] - 1],
  ];
  for (const [row, time] of wrong) {
    const trace = fresh();
    trace["chunks"][0].time[row] = time;
    refused(trace, new RegExp(`^column time is wrong in row ${row}$`));
  }
});

test("a kind, node, place, text or cause that does not exist is refused with its row", () => {
  const last = run.trace.rows - 1;
  const { nodes, links, strings } = run.trace;
  const { send, receive, transmit, timerSet, start, noRoute, lose, note, work, discard } =
    EventKind;
  const wrong: [keyof Chunk, number, number][] = [
    ...[0, 200, 255].map((kind): ["kind", number, number] => ["kind", 3, kind]),
    ...[nodes.length, 65_534, 65_535].map((node): ["node", number, number] => ["node", 0, node]),
    ...[links.length, 65_535].map((at): ["place", number, number] => ["place", rowOf(lose), at]),
    ["place", rowOf(send), nodes.length],
    ["place", rowOf(send), 65_535],
    ["place", rowOf(receive), 65_535],
    ["place", rowOf(noRoute), 65_535],
    ["place", rowOf(start), nodes.length],
    ["node", rowOf(transmit), 65_535],
    ...[send, timerSet, note, discard].flatMap((kind): [keyof Chunk, number, number][] => [
      ["detail", rowOf(kind), -1],
      ["detail", rowOf(kind), strings.length],
    ]),
    ["detail", rowOf(transmit), -1],
    ["message", rowOf(timerSet), -1],
    ["message", rowOf(work), 2 ** 24],
    ["packet", rowOf(timerSet), -5],
    ["cause", 5, 5],
    ["cause", 5, 6],
    ["cause", 5, -2],
    ["cause", 0, 0],
    ["cause", last, last],
  ];
  for (const [column, row, value] of wrong) {
    const trace = fresh();
    trace["chunks"][0][column][row] = value;
    const words = `${column} of row ${row} is ${value}`;
    assert.throws(() => readTrace(trace), new RegExp(`is wrong in row ${row}$`), words);
  }
});

test("lists, counts and links that do not fit are refused", () => {
  const cases: [(trace: Loose) => void, RegExp][] = [
    [(t) => (t["rows"] = -1), /^rows is -1/],
    [(t) => (t["rows"] = 1.5), /^rows is 1.5/],
    [(t) => (t["rows"] = 6_000_000), /^rows is 6000000, not from 0 to 5000000/],
    [(t) => (t["rows"] += 1), /rows instead of/],
    [(t) => (t["rows"] += 65_536), /^there are 1 chunks for/],
    [(t) => (t["rows"] = 0), /^there are 1 chunks for 0 rows/],
    [(t) => (t["chunks"] = []), /^there are 0 chunks/],
    [(t) => (t["chunks"] = Object.assign([], { length: 1 })), /^chunk is not an object/],
    [(t) => (t["chunks"] = [...t["chunks"], ...t["chunks"]]), /^there are 2 chunks/],
    [(t) => (t["nodes"] = ["a"]), /^link\.to is|^link\.from is/],
    [(t) => (t["nodes"] = []), /^link\.from is 0, not from 0 to -1/],
    [(t) => (t["nodes"][0] = 7), /^nodes is not a text/],
    [(t) => Reflect.deleteProperty(t["nodes"], "0"), /^nodes is not a text/],
    [(t) => (t["nodes"][0] = "x".repeat(201)), /^nodes has 201 characters/],
    [(t) => (t["nodes"] = Array(70_000).fill("x")), /^nodes has 70000 entries/],
    [(t) => Reflect.deleteProperty(t["strings"], "0"), /^strings is not a text/],
    [(t) => (t["strings"][0] = "x".repeat(100_001)), /^strings has 100001 characters/],
    [(t) => (t["strings"] = "text"), /^strings is not a list/],
    [(t) => (t["links"][0] = null), /^link is not an object/],
    [(t) => Reflect.deleteProperty(t["links"], "0"), /^link is not an object/],
    [(t) => (t["links"][0].from = 99), /^link\.from is 99/],
    [(t) => (t["links"][0].bandwidth = NaN), /^link\.bandwidth is NaN/],
    [(t) => (t["links"][0].bandwidth = 0), /^link\.bandwidth is 0/],
    [(t) => (t["links"][0].delay = -1), /^link\.delay is -1/],
    [(t) => (t["links"][0].loss = 1.1), /^link\.loss is 1\.1, not from 0 to 1/],
    [(t) => (t["links"][0].id = {}), /^link\.id is not a text/],
  ];
  for (const [change, message] of cases) {
    const trace = fresh();
    change(trace);
    refused(trace, message);
  }
});

test("an empty trace and one of more than one chunk are read", () => {
  const empty = { rows: 0, nodes: [], links: [], strings: [], chunks: [] };
  assert.deepEqual(readTrace(empty), empty);
  const rows = 65_536 + 3;
  const chunk = (count: number) =>
    Object.fromEntries(
      Object.entries(COLUMN_TYPES).map(([name, Type]) => {
        const column = new Type(count);
        if (name === "kind") column.fill(EventKind.start);
        if (name === "cause") column.fill(-1);
        return [name, column];
      }),
    );
  const long = { ...empty, rows, nodes: ["a"], chunks: [chunk(65_536), chunk(3)] } as Loose;
  assert.deepEqual(readTrace(long), long);
  long["chunks"][1].time[0] = -1;
  refused(long, /^column time is wrong in row 65536$/);
});

test("the page's text of a run comes back as the run, and is checked on the way", () => {
  const text = runToText(run);
  const again = textToRun(JSON.parse(JSON.stringify(text)));
  assert.deepEqual(again, run);
  assert.equal(again.trace.links[0].bandwidth, Infinity);
  const damaged = structuredClone(text);
  damaged.trace.chunks[0].time = damaged.trace.chunks[0].cause;
  assert.throws(() => textToRun(damaged));
  damaged.trace.chunks[0].time = text.trace.chunks[0].time.replace(/^..../, "////");
  assert.throws(() => textToRun(damaged), /time is wrong in row 0/);
});
