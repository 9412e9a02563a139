/** A run as JSON, with its columns in base64: how the build gives a page its first result. */
import { CHUNK_ROWS, COLUMN_TYPES, type Chunk, type TraceData } from "../engine/trace/trace.ts";
import { base64ToBytes, bytesToBase64 } from "../experiment/base64.ts";
import type { RunData } from "./protocol.ts";
import { readTrace } from "./validate-trace.ts";

type ColumnTexts = Record<keyof Chunk, string>;

export type RunText = Omit<RunData, "trace"> & {
  trace: Omit<TraceData, "chunks"> & { chunks: ColumnTexts[] };
};

type Column = keyof typeof COLUMN_TYPES;
const columns = Object.keys(COLUMN_TYPES) as Column[];

/** Infinity is no JSON; a link without a bandwidth says so by −1. */
const NO_LIMIT = -1;

export function runToText(run: RunData): RunText {
  const chunks = run.trace.chunks.map((chunk) => {
    const texts = columns.map((name) => [name, bytesToText(chunk[name])]);
    return Object.fromEntries(texts) as ColumnTexts;
  });
  const links = run.trace.links.map((link) => ({
    ...link,
    bandwidth: Number.isFinite(link.bandwidth) ? link.bandwidth : NO_LIMIT,
  }));
  return { ...run, trace: { ...run.trace, links, chunks } };
}

/** The reverse; checks the trace as if it came from a stranger. */
export function textToRun(text: RunText): RunData {
  const { rows } = text.trace;
  const chunks = text.trace.chunks.map((chunk, i) => {
    const length = Math.min(CHUNK_ROWS, rows - i * CHUNK_ROWS);
    const read = columns.map((name) => [
      name,
      new COLUMN_TYPES[name](base64ToBytes(chunk[name]).buffer, 0, length),
    ]);
    return Object.fromEntries(read) as Chunk;
  });
  const links = text.trace.links.map((link) => ({
    ...link,
    bandwidth: link.bandwidth === NO_LIMIT ? Infinity : link.bandwidth,
  }));
  return { ...text, trace: readTrace({ ...text.trace, links, chunks }) };
}

function bytesToText(column: Chunk[Column]): string {
  return bytesToBase64(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
}
