/** Reads a trace that came from a worker or a page's data: every column, every row. */
import { EventKind, eventName, hasText, isLinkEvent } from "../engine/trace/event.ts";
import {
  CHUNK_ROWS,
  COLUMN_TYPES,
  NOWHERE,
  joinDuration,
  splitDuration,
  type Chunk,
  type LinkInfo,
  type TraceData,
} from "../engine/trace/trace.ts";
import { Refusal, integer, list, number, record, text } from "./validate-plain.ts";

/** The most rows that a page draws: the engine's own limit of events leaves fewer. */
const MOST_ROWS = 5_000_000;

/** The trace in `value`. Throws a `Refusal` that names the column and the row. */
export function readTrace(value: unknown): TraceData {
  const fields = record(value, "trace");
  const rows = integer(fields["rows"], "rows", 0, MOST_ROWS);
  const nodes = list(fields["nodes"], "nodes", NOWHERE).map((node) => text(node, "nodes", 200));
  const links = list(fields["links"], "links", NOWHERE).map((link) => readLink(link, nodes.length));
  const strings = list(fields["strings"], "strings", 1_000_000).map((each) =>
    text(each, "strings", 100_000),
  );
  const chunks = list(fields["chunks"], "chunks", MOST_ROWS / CHUNK_ROWS + 1);
  if (chunks.length !== Math.ceil(rows / CHUNK_ROWS))
    throw new Refusal(`there are ${chunks.length} chunks for ${rows} rows`);
  const data: TraceData = { rows, nodes, links, strings, chunks: [] };
  let time = 0;
  chunks.forEach((chunk, i) => {
    const read = readChunk(chunk, Math.min(CHUNK_ROWS, rows - i * CHUNK_ROWS));
    time = checkRows(read, data, i * CHUNK_ROWS, time);
    data.chunks.push(read);
  });
  return data;
}

function readLink(value: unknown, nodes: number): LinkInfo {
  const link = record(value, "link");
  const probability = (field: string) => number(link[field], `link.${field}`, 0, 1);
  return {
    id: text(link["id"], "link.id", 500),
    from: integer(link["from"], "link.from", 0, nodes - 1),
    to: integer(link["to"], "link.to", 0, nodes - 1),
    bandwidth: number(link["bandwidth"], "link.bandwidth", Number.MIN_VALUE, Infinity),
    delay: number(link["delay"], "link.delay", 0, Number.MAX_SAFE_INTEGER),
    jitter: number(link["jitter"], "link.jitter", 0, Number.MAX_SAFE_INTEGER),
    loss: probability("loss"),
    corruption: probability("corruption"),
    duplication: probability("duplication"),
  };
}

function readChunk(value: unknown, rows: number): Chunk {
  const fields = record(value, "chunk");
  const read: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(COLUMN_TYPES)) {
    const column = fields[name];
    if (!(column instanceof type)) throw new Refusal(`column ${name} is not a ${type.name}`);
    const buffer = column.buffer;
    if (!(buffer instanceof ArrayBuffer) || buffer.resizable || column.length !== rows)
      throw new Refusal(`column ${name} has ${column.length} rows instead of ${rows}`);
    read[name] = column;
  }
  return read as Chunk;
}

/** Checks each row against the rows before it and the lists; returns the last row's time. */
function checkRows(chunk: Chunk, data: TraceData, first: number, start: number): number {
  let time = start;
  for (let i = 0; i < chunk.kind.length; i++) {
    const row = first + i;
    const fail = (column: string): never => {
      throw new Refusal(`column ${column} is wrong in row ${row}`);
    };
    const now = chunk.time[i];
    if (!Number.isSafeInteger(now) || now < time || Object.is(now, -0)) fail("time");
    time = now;
    checkRow(chunk, i, data, fail);
    if (chunk.cause[i] < -1 || chunk.cause[i] >= row) fail("cause");
  }
  return time;
}

const { start, send, receive, miss, noRoute, timerSet, timerCancel, timeout, work } = EventKind;
const { transmit, arrive, lose, drop, sever, duplicate, discard, note, invoke } = EventKind;
const { complete, crash, restart, error, muffle, overflow } = EventKind;
const { skew, slow, restore, mute, unmute, edit, upgrade } = EventKind;
const { queueDrop, timeExceeded, tooBig, reassemblyTimeout } = EventKind;
const { overload, unload, spoil } = EventKind;
const kinds = (...list: number[]): ReadonlySet<number> => new Set(list);

const betweenNodes = kinds(
  ...[send, receive, miss, noRoute, timeExceeded, reassemblyTimeout, muffle, overflow],
);
const withDuration = kinds(timerSet, work);
const atNode = kinds(
  ...[start, send, receive, miss, noRoute, timerSet, timerCancel, timeout, work, note, invoke],
  ...[complete, crash, restart, error, transmit, arrive, lose, drop, sever, duplicate, discard],
  ...[queueDrop, timeExceeded, tooBig, reassemblyTimeout, overload, unload, spoil],
  ...[muffle, overflow, skew, slow, restore, mute, unmute, edit, upgrade],
);

function checkRow(chunk: Chunk, i: number, data: TraceData, fail: (column: string) => never): void {
  const kind = chunk.kind[i];
  const [node, place, detail] = [chunk.node[i], chunk.place[i], chunk.detail[i]];
  const { nodes, links, strings } = data;
  if (eventName(kind) === undefined) fail("kind");
  if (node >= nodes.length && (node !== NOWHERE || atNode.has(kind))) fail("node");
  if (isLinkEvent(kind) ? place >= links.length : place !== NOWHERE && place >= nodes.length)
    fail("place");
  if (betweenNodes.has(kind) && place === NOWHERE) fail("place");
  if (hasText(kind) && (detail < 0 || detail >= strings.length)) fail("detail");
  if (kind === transmit && detail === -1) fail("detail");
  if (withDuration.has(kind)) checkDuration(chunk.packet[i], chunk.message[i], fail);
}

/** A duration stands in two columns, in one way only. */
function checkDuration(low: number, high: number, fail: (column: string) => never): void {
  const duration = joinDuration(low, high);
  if (!Number.isSafeInteger(duration) || duration < 0) fail("message");
  if (splitDuration(duration)[0] !== low) fail("packet");
}
