import assert from "node:assert/strict";
import { test } from "node:test";
import { EventKind } from "../../../src/engine/trace/event.ts";
import { eventRecord, traceToCsv, traceToJson } from "../../../src/engine/trace/export.ts";
import { fingerprint } from "../../../src/engine/trace/fingerprint.ts";
import {
  CHUNK_ROWS,
  joinDuration,
  NONE,
  NOWHERE,
  splitDuration,
  Trace,
} from "../../../src/engine/trace/trace.ts";
import { TraceFull, TraceWriter } from "../../../src/engine/trace/writer.ts";

const plenty = { rows: 1e9, bytes: 1e9 };

/** A trace of `rows` notes, row i at time 10·i, caused by the one before. */
function notes(rows: number, text = (i: number) => `note ${i % 5}`): Trace {
  const writer = new TraceWriter({ ...plenty });
  for (let i = 0; i < rows; i++) {
    const detail = writer.intern(text(i));
    writer.append(10 * i, EventKind.note, i % 3, NOWHERE, NONE, NONE, i - 1, detail);
  }
  return new Trace(writer.finish(["a", "b", "c"], []));
}

test("rows come back as they were written, over more than two chunks", () => {
  const rows = 2 * CHUNK_ROWS + 17;
  const trace = notes(rows);
  assert.equal(trace.rows, rows);
  assert.deepEqual(
    trace.data.chunks.map((chunk) => chunk.time.length),
    [CHUNK_ROWS, CHUNK_ROWS, 17],
  );
  const interesting = [0, 1, 1023, 1024, 8191, 8192, CHUNK_ROWS - 1, CHUNK_ROWS, rows - 1];
  for (const i of interesting) {
    assert.equal(trace.time(i), 10 * i);
    assert.equal(trace.node(i), i % 3);
    assert.equal(trace.cause(i), i - 1);
    assert.equal(trace.text(i), `note ${i % 5}`);
    assert.equal(trace.packet(i), NONE);
    assert.equal(trace.place(i), NOWHERE);
  }
  assert.equal(trace.data.strings.length, 5);
});

test("columns are cut to their length: no buffer is larger than its rows", () => {
  const [chunk] = notes(3).data.chunks;
  for (const column of Object.values(chunk)) {
    assert.equal(column.length, 3);
    assert.equal(column.buffer.byteLength, column.byteLength);
  }
});

test("at() finds the last row at or before a moment, in every chunk", () => {
  const trace = notes(CHUNK_ROWS + 100);
  assert.equal(trace.at(-1), NONE);
  assert.equal(trace.at(0), 0);
  assert.equal(trace.at(9), 0);
  assert.equal(trace.at(10), 1);
  assert.equal(trace.at(10 * CHUNK_ROWS), CHUNK_ROWS);
  assert.equal(trace.at(10 * CHUNK_ROWS - 1), CHUNK_ROWS - 1);
  assert.equal(trace.at(Infinity), trace.rows - 1);
  assert.equal(notes(0).at(5), NONE);
  assert.equal(notes(0).end, 0);
});

test("a trace that is full says which limit it met, and keeps what it has", () => {
  const byRows = new TraceWriter({ rows: 3, bytes: 1e9 });
  const note = (writer: TraceWriter): number =>
    writer.append(0, EventKind.note, 0, NOWHERE, NONE, NONE, NONE, NONE);
  for (let i = 0; i < 3; i++) note(byRows);
  assert.throws(
    () => note(byRows),
    (error) => error instanceof TraceFull && error.limit === "events",
  );
  assert.equal(byRows.finish([], []).rows, 3);
  const byBytes = new TraceWriter({ rows: 1e9, bytes: 29 * 2000 });
  assert.throws(
    () => {
      for (;;) note(byBytes);
    },
    (error) => error instanceof TraceFull && error.limit === "trace",
  );
  assert.equal(byBytes.rows, 2000);
  const byText = new TraceWriter({ rows: 1e9, bytes: 1000 });
  assert.throws(() => byText.intern("x".repeat(1000)), TraceFull);
});

test("durations split into two columns and join again", () => {
  for (const duration of [0, 1, 2 ** 30 - 1, 2 ** 30, 1e15, Number.MAX_SAFE_INTEGER]) {
    const [low, high] = splitDuration(duration);
    assert.ok(low >= 0 && low < 2 ** 31 && high >= 0 && high < 2 ** 31);
    assert.equal(joinDuration(low, high), duration);
  }
});

test("the fingerprint is fixed for ever, and notices any change of any column", () => {
  const trace = notes(50);
  const original = fingerprint(trace.data);
  assert.equal(original, "748ab6710d14cb4f");
  const [chunk] = trace.data.chunks;
  for (const column of Object.values(chunk)) {
    const before = column[40];
    column[40] = before + 1;
    assert.notEqual(fingerprint(trace.data), original);
    column[40] = before;
  }
  assert.equal(fingerprint(trace.data), original);
});

test("the fingerprint notices a changed string, a swapped pair of rows, a lost row", () => {
  const original = fingerprint(notes(50).data);
  assert.notEqual(
    fingerprint(notes(50, (i) => `note ${i % 5}${i === 0 ? "!" : ""}`).data),
    original,
  );
  assert.notEqual(fingerprint(notes(49).data), original);
  const swapped = notes(50);
  const { detail } = swapped.data.chunks[0];
  [detail[10], detail[11]] = [detail[11], detail[10]];
  assert.notEqual(fingerprint(swapped.data), original);
});

test("the wording of an error is no part of the fingerprint", () => {
  const failed = (words: string): string => {
    const writer = new TraceWriter({ ...plenty });
    writer.append(5, EventKind.error, 0, NOWHERE, NONE, NONE, NONE, writer.addString(words));
    return fingerprint(writer.finish(["a"], []));
  };
  assert.equal(failed("x is not a function"), failed("undefined is not callable"));
});

test("a record has names in place of numbers and leaves out what there is not", () => {
  assert.deepEqual(eventRecord(notes(3), 2), {
    row: 2,
    time: 20,
    kind: "note",
    node: "c",
    cause: 1,
    text: "note 2",
  });
});

test("a trace exports as JSON that parses, with one record for each row", () => {
  const parsed = JSON.parse(traceToJson(notes(10))) as { nodes: string[]; events: unknown[] };
  assert.deepEqual(parsed.nodes, ["a", "b", "c"]);
  assert.equal(parsed.events.length, 10);
  assert.deepEqual(parsed.events[9], { ...eventRecord(notes(10), 9) });
});

test("a trace exports as CSV: quoted where needed, and never as a spreadsheet's formula", () => {
  const texts = ["plain", 'say "hi", Bob', "two\nlines", "=1+1", "@sum", "-1"];
  const lines = traceToCsv(notes(texts.length, (i) => texts[i])).split("\r\n");
  assert.equal(lines[0], "row,time,kind,node,place,packet,message,cause,detail,text,duration");
  assert.equal(lines[1], "0,0,note,a,,,,,,plain,");
  assert.equal(lines[2], '1,10,note,b,,,,0,,"say ""hi"", Bob",');
  assert.equal(lines[3], '2,20,note,c,,,,1,,"two\nlines",');
  assert.deepEqual(
    lines.slice(4, 7).map((line) => line.split(",")[9]),
    ["'=1+1", "'@sum", "'-1"],
  );
});
