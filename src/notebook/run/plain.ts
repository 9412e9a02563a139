/** Runs and moments as plain data: what may cross to the page. */
import type { Run } from "../../engine/index.ts";
import type { Chunk, TraceData } from "../../engine/trace/trace.ts";
import { CHUNK_ROWS } from "../../engine/trace/trace.ts";
import type { FieldChange, MomentData, RunData, RunOutcome } from "../protocol.ts";
import { placeInStack } from "./failure.ts";
import { LINES_PER_CELL, type LoadedCell } from "./scope.ts";
import { describe } from "./describe.ts";

/** The longest description of one field, in characters. */
const FIELD = 400;
/** The most fields and nodes of a moment that are described. */
const FIELDS = 60;
const NODES = 200;

/** A run and the buffers that may move with it: copies, since cells may still read the run. */
export function runData(
  run: Run,
  cells: readonly LoadedCell[],
): { run: RunData; transfer: ArrayBuffer[] } {
  const trace = copyTrace(run.trace.data);
  const transfer = trace.chunks.flatMap((chunk) =>
    Object.values(chunk).map((column) => column.buffer as ArrayBuffer),
  );
  return {
    transfer,
    run: {
      engine: run.engine,
      seed: run.seed,
      fingerprint: run.fingerprint,
      trace,
      outcome: outcomeData(run.outcome, cells),
      events: run.metrics.events,
      endTime: run.metrics.endTime,
    },
  };
}

function copyTrace(data: TraceData): TraceData {
  const chunks = data.chunks.map((chunk, i) => {
    const rows = Math.min(CHUNK_ROWS, data.rows - i * CHUNK_ROWS);
    return trim(chunk, rows);
  });
  return { rows: data.rows, chunks, strings: data.strings, nodes: data.nodes, links: data.links };
}

function trim(chunk: Chunk, rows: number): Chunk {
  return {
    time: chunk.time.slice(0, rows),
    kind: chunk.kind.slice(0, rows),
    node: chunk.node.slice(0, rows),
    place: chunk.place.slice(0, rows),
    packet: chunk.packet.slice(0, rows),
    message: chunk.message.slice(0, rows),
    cause: chunk.cause.slice(0, rows),
    detail: chunk.detail.slice(0, rows),
  };
}

function outcomeData(outcome: Run["outcome"], cells: readonly LoadedCell[]): RunOutcome {
  const none = { node: "", line: 0, cell: "" };
  if (outcome.kind === "limit") return { kind: outcome.kind, words: outcome.words, ...none };
  if (outcome.kind !== "error") return { kind: outcome.kind, words: "", ...none };
  const place = placeInStack(outcome.stack, "");
  const known = cells.some(({ id }) => id === place.cell);
  return {
    kind: outcome.kind,
    words: outcome.message,
    node: outcome.node,
    line: known ? place.line : 0,
    cell: known ? place.cell : "",
  };
}

type EngineMoment = {
  states: Record<string, unknown>;
  changed: readonly { node: string; field: string; before: unknown; after: unknown }[];
  line: number;
};

/** A moment with its states in words, and its line as a cell and a line of that cell. */
export function momentData(moment: EngineMoment, cells: readonly LoadedCell[]): MomentData {
  const states = Object.entries(moment.states)
    .slice(0, NODES)
    .map(([node, state]) => [node, fields(state)] as const);
  const changed: FieldChange[] = moment.changed.slice(0, FIELDS).map((change) => ({
    node: change.node,
    field: change.field,
    before: words(change.before),
    after: words(change.after),
  }));
  const cell = cells[Math.floor(moment.line / LINES_PER_CELL)];
  return {
    states: Object.fromEntries(states),
    changed,
    cell: cell?.id ?? "",
    line: cell === undefined ? 0 : moment.line % LINES_PER_CELL,
  };
}

function fields(state: unknown): Record<string, string> {
  if (typeof state !== "object" || state === null) return {};
  const entries = Object.entries(state).slice(0, FIELDS);
  return Object.fromEntries(entries.map(([name, value]) => [name, words(value)]));
}

function words(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : describe(value);
  return text.length > FIELD ? `${text.slice(0, FIELD)}…` : text;
}
