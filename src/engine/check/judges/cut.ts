/**
 * Cuts: for each node, how much of its past a picture of the whole shows. A cut is consistent if
 * it shows no effect without its cause: Chandy & Lamport, "Distributed snapshots", ACM TOCS 3(1),
 * 1985; Mattern, "Virtual time and global states of distributed systems", 1989.
 */
import { checkNumber, listed, show } from "../../kernel/check.ts";
import { EventKind } from "../../trace/event.ts";
import { NONE, NOWHERE, type Trace } from "../../trace/trace.ts";

/** By node: the last row of the trace that is shown; −1 shows nothing. */
export type Cut = Readonly<Record<string, number>>;

/** What a judge says of a cut. */
export type CutJudgement = {
  verdict: "holds" | "broken";
  words: string;
  /** The first effect without its cause: both rows, and the message between them, or −1. */
  crossing?: { cause: number; effect: number; message: number };
  /** Messages under way across the cut: sent before it, not received before it. */
  underWay: number[];
  /** What it covered: rows before the cut. */
  rows: number;
};

/**
 * Judges whether a cut is consistent: whether nothing that is shown, above all no arrival of a
 * message, was brought about by what is not shown.
 * @param cut A row for each node of the trace. `trace.at(time)` is the one at a time.
 * @throws RangeError if a node is missing, unknown, or has a row that the trace does not have.
 */
export function consistentCut(trace: Trace, cut: Cut): CutJudgement {
  const ends = checkCut(trace, cut);
  const sent = new Map<number, number>();
  const received = new Set<number>();
  let rows = 0;
  let crossing: CutJudgement["crossing"];
  for (let row = 0; row < trace.rows; row++) {
    const node = trace.node(row);
    if (node === NOWHERE || row > ends[node]) continue;
    rows++;
    if (trace.kind(row) === EventKind.send) sent.set(trace.message(row), row);
    if (trace.kind(row) === EventKind.receive) received.add(trace.message(row));
    const cause = crossing === undefined ? causeAt(trace, row) : NONE;
    if (cause === NONE || cause <= ends[trace.node(cause)]) continue;
    crossing = { cause, effect: row, message: messageBetween(trace, cause, row) };
  }
  const underWay = [...sent.keys()].filter((message) => !received.has(message));
  const verdict = crossing === undefined ? "holds" : "broken";
  return { verdict, words: wordsOf(trace, crossing, underWay), crossing, underWay, rows };
}

function checkCut(trace: Trace, cut: Cut): number[] {
  const where = "consistentCut(trace, cut)";
  if (typeof cut !== "object" || cut === null) {
    throw new RangeError(`${where}: the cut is ${show(cut)}; it must be an object of rows.`);
  }
  for (const name of Object.keys(cut)) {
    if (trace.nodes.includes(name)) continue;
    const nodes = listed(trace.nodes);
    throw new RangeError(`${where}: there is no node ${show(name)}; the nodes are ${nodes}.`);
  }
  const rule = { min: -1, max: trace.rows - 1, whole: true };
  return trace.nodes.map((name) => checkNumber(where, name, cut[name], rule));
}

/** The latest row in this row's causal past that belongs to a node, or −1. */
function causeAt(trace: Trace, row: number): number {
  let cause = trace.cause(row);
  while (cause !== NONE && trace.node(cause) === NOWHERE) cause = trace.cause(cause);
  return cause;
}

function messageBetween(trace: Trace, cause: number, effect: number): number {
  const isOfMessage = trace.node(cause) !== trace.node(effect);
  return isOfMessage ? trace.message(effect) : NONE;
}

function wordsOf(
  trace: Trace,
  crossing: CutJudgement["crossing"],
  underWay: readonly number[],
): string {
  if (crossing === undefined) {
    const count = underWay.length === 1 ? "1 message is" : `${underWay.length} messages are`;
    return `The cut is consistent: it shows no effect without its cause. ${count} under way.`;
  }
  const [from, to] = [crossing.cause, crossing.effect].map((row) => trace.nodes[trace.node(row)]);
  if (crossing.message === NONE) {
    return `The cut is not consistent: it shows row ${crossing.effect} without its cause.`;
  }
  const effect = `message ${crossing.message} has reached ${to} before the cut`;
  return `The cut is not consistent: ${effect}, but left ${from} only after it.`;
}
