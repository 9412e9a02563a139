/** Stretches of time in a trace: running timers, crashed nodes, cut links, busy processes. */
import { EventKind } from "../engine/trace/event.ts";
import { NONE, type Trace } from "../engine/trace/trace.ts";

/** When (ns) something held for a node or link, and the rows that began and ended it. */
export type Span = { of: number; from: number; to: number; started: number; ended: number };

/** How a timer ended: `moved` if it was set again meanwhile, `open` if the run ended first. */
export type TimerEnd = "fired" | "cancelled" | "moved" | "crashed" | "open";

export type TimerSpan = {
  node: number;
  name: string;
  /** When it was set and when it ended, ns. */
  from: number;
  to: number;
  /** When it would have run out, ns. */
  due: number;
  started: number;
  ended: number;
  end: TimerEnd;
};

/** All timers, in the order in which they were set. */
export function timersOf(trace: Trace): TimerSpan[] {
  const timers: TimerSpan[] = [];
  const running = new Map<number, Map<number, TimerSpan>>();
  for (let row = 0; row < trace.rows; row++) {
    const kind = trace.kind(row);
    if (isOfTimers[kind] === 0) continue;
    const ofNode = running.get(trace.node(row)) ?? new Map<number, TimerSpan>();
    running.set(trace.node(row), ofNode);
    const end = (name: number, how: TimerEnd) => endTimer(trace, row, ofNode, name, how);
    switch (kind) {
      case EventKind.timerSet: {
        end(trace.detail(row), "moved");
        const timer = beginTimer(trace, row);
        ofNode.set(trace.detail(row), timer);
        timers.push(timer);
        break;
      }
      case EventKind.timerCancel:
        end(trace.detail(row), "cancelled");
        break;
      case EventKind.timeout:
        end(trace.detail(row), "fired");
        break;
      case EventKind.crash:
        for (const name of [...ofNode.keys()]) end(name, "crashed");
        break;
    }
  }
  return timers;
}

/** By kind: 1 where timers begin or end. */
const isOfTimers = new Uint8Array(256);
for (const name of ["timerSet", "timerCancel", "timeout", "crash"] as const)
  isOfTimers[EventKind[name]] = 1;

function beginTimer(trace: Trace, row: number): TimerSpan {
  const from = trace.time(row);
  return {
    node: trace.node(row),
    name: trace.text(row),
    from,
    to: trace.end,
    due: from + trace.duration(row),
    started: row,
    ended: NONE,
    end: "open",
  };
}

function endTimer(
  trace: Trace,
  row: number,
  running: Map<number, TimerSpan>,
  name: number,
  how: TimerEnd,
): void {
  const timer = running.get(name);
  if (timer === undefined) return;
  timer.to = trace.time(row);
  timer.ended = row;
  timer.end = how;
  running.delete(name);
}

/** When nodes were down. */
export function crashesOf(trace: Trace): Span[] {
  return pairs(trace, EventKind.crash, EventKind.restart, (row) => trace.node(row));
}

/** When links were down. */
export function cutsOf(trace: Trace): Span[] {
  return pairs(trace, EventKind.cut, EventKind.heal, (row) => trace.place(row));
}

/** When links took nothing. */
export function pausesOf(trace: Trace): Span[] {
  return pairs(trace, EventKind.pause, EventKind.resume, (row) => trace.place(row));
}

/** When what nodes sent did not leave them. */
export function mutesOf(trace: Trace): Span[] {
  return pairs(trace, EventKind.mute, EventKind.unmute, (row) => trace.node(row));
}

function pairs(trace: Trace, begin: number, end: number, of: (row: number) => number): Span[] {
  const spans: Span[] = [];
  const open = new Map<number, Span>();
  for (let row = 0; row < trace.rows; row++) {
    const kind = trace.kind(row);
    if (kind === begin && !open.has(of(row))) {
      const span = { of: of(row), from: trace.time(row), to: Infinity, started: row, ended: NONE };
      open.set(span.of, span);
      spans.push(span);
    } else if (kind === end) {
      const span = open.get(of(row));
      if (span === undefined) continue;
      span.to = trace.time(row);
      span.ended = row;
      open.delete(span.of);
    }
  }
  return spans;
}

/** When processes were busy. */
export function worksOf(trace: Trace): Span[] {
  const spans: Span[] = [];
  for (let row = 0; row < trace.rows; row++) {
    if (trace.kind(row) !== EventKind.work) continue;
    const from = trace.time(row);
    const to = from + trace.duration(row);
    spans.push({ of: trace.node(row), from, to, started: row, ended: NONE });
  }
  return spans;
}
