/** A trace as a file: JSON for programs, CSV for spreadsheets. One event a record. */
import { EventKind, eventName, isLinkEvent, hasText } from "./event.ts";
import { NONE, NOWHERE, type Trace } from "./trace.ts";

/** One event with names in place of numbers. What an event does not have is left out. */
export type EventRecord = {
  row: number;
  /** ns */
  time: number;
  kind: string;
  node?: string;
  /** A link's id, or the other node's name. */
  place?: string;
  packet?: number;
  message?: number;
  /** The row that brought this one about. */
  cause?: number;
  /** Bytes, a bit's position, a fault's index: see `EventKind`. */
  detail?: number;
  text?: string;
  /** ns */
  duration?: number;
};

const durationKinds: ReadonlySet<number> = new Set<number>([EventKind.timerSet, EventKind.work]);

/** Row `i` of a trace as a record. */
export function eventRecord(trace: Trace, i: number): EventRecord {
  const kind = trace.kind(i);
  const record: EventRecord = {
    row: i,
    time: trace.time(i),
    kind: eventName(kind) ?? String(kind),
  };
  if (trace.node(i) !== NOWHERE) record.node = trace.nodes[trace.node(i)];
  const place = trace.place(i);
  if (place !== NOWHERE) {
    record.place = isLinkEvent(kind) ? trace.links[place].id : trace.nodes[place];
  }
  if (durationKinds.has(kind)) record.duration = trace.duration(i);
  else addNumbers(trace, i, record);
  if (trace.cause(i) !== NONE) record.cause = trace.cause(i);
  if (trace.detail(i) === NONE && kind !== EventKind.transmit) return record;
  if (hasText(kind)) record.text = trace.text(i);
  else record.detail = kind === EventKind.transmit ? trace.bytes(i) : trace.detail(i);
  return record;
}

function addNumbers(trace: Trace, i: number, record: EventRecord): void {
  if (trace.packet(i) !== NONE) record.packet = trace.packet(i);
  if (trace.message(i) !== NONE) record.message = trace.message(i);
}

/** The whole trace as JSON text: `{ nodes, links, events }`. */
export function traceToJson(trace: Trace): string {
  const events: string[] = [];
  for (let i = 0; i < trace.rows; i++) events.push(JSON.stringify(eventRecord(trace, i)));
  // JSON knows no Infinity; a link without a bandwidth is one without that field.
  const links = JSON.stringify(trace.links, (_, value: unknown) =>
    value === Infinity ? undefined : value,
  );
  const nodes = JSON.stringify(trace.nodes);
  return `{"nodes":${nodes},\n"links":${links},\n"events":[\n${events.join(",\n")}\n]}\n`;
}

const columns = [
  "row",
  "time",
  "kind",
  "node",
  "place",
  "packet",
  "message",
  "cause",
  "detail",
  "text",
  "duration",
] as const;

/** The whole trace as CSV (RFC 4180, with a line of names). Times in ns. */
export function traceToCsv(trace: Trace): string {
  const lines: string[] = [columns.join(",")];
  for (let i = 0; i < trace.rows; i++) {
    const record = eventRecord(trace, i);
    lines.push(columns.map((column) => csvField(record[column])).join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** A value as a field of a table (RFC 4180). */
export function csvField(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  // A spreadsheet would run a text that begins like a formula: an apostrophe keeps it a text.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
