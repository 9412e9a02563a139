/**
 * Why an event happened, as far as the trace shows it: the same for every language. A fact that
 * the trace does not hold, or that lies after the row, is never told.
 */
import { EventKind } from "../../engine/trace/event.ts";
import { NONE } from "../../engine/trace/trace.ts";
import { fateOf, type Message, type MessageFate } from "../messages.ts";
import { firstAfter } from "../overlap.ts";
import type { TimerSpan } from "../spans.ts";
import type { TraceIndex } from "../trace-index.ts";

/** A timer that ran out, and whether its node had heard anything since it was set. */
export type Silence = { timer: TimerSpan; heardNothing: boolean };

/** The silence that ended at a `timeout` row. */
export function silenceAt(index: TraceIndex, timeout: number): Silence | undefined {
  const timer = timerOf(index, timeout);
  if (timer === undefined) return undefined;
  const receives = index.receives[timer.node] ?? [];
  const next = receives[firstAfter(receives, timer.started)] ?? Infinity;
  return { timer, heardNothing: next > timeout };
}

/** The timer that a `timerSet`, `timerCancel` or `timeout` row is about. */
export function timerOf(index: TraceIndex, row: number): TimerSpan | undefined {
  const { trace } = index;
  if (trace.kind(row) === EventKind.timerSet) return timerSetAt(index, row);
  const setAt = trace.cause(row);
  if (trace.kind(row) === EventKind.timeout && setAt >= 0) {
    const timer = timerSetAt(index, setAt);
    if (timer !== undefined) return timer;
  }
  const { list } = index.timers;
  for (let i = timersBefore(index, row) - 1; i >= 0; i--) if (list[i].ended === row) return list[i];
  return undefined;
}

function timerSetAt(index: TraceIndex, row: number): TimerSpan | undefined {
  const timer = index.timers.list[timersBefore(index, row) - 1];
  return timer?.started === row ? timer : undefined;
}

/** How many timers were set at or before a row. */
function timersBefore(index: TraceIndex, row: number): number {
  const { list } = index.timers;
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle].started <= row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is known at `row` of the copy before a message. */
export type EarlierCopy = {
  message: Message;
  fate: MessageFate;
  /** What became of the answer to it, if one was sent. */
  answer?: MessageFate;
};

export function earlierCopy(
  index: TraceIndex,
  message: Message,
  row: number,
): EarlierCopy | undefined {
  const earlier = index.messages.get(message.earlier);
  if (earlier === undefined) return undefined;
  const answer = answerTo(index, earlier, row);
  return {
    message: earlier,
    fate: fateOf(index.flights, earlier, row),
    answer: answer && fateOf(index.flights, answer, row),
  };
}

/** Rows after a receipt in which its answer is looked for: one handler's worth. */
const HANDLER_ROWS = 64;

function answerTo(index: TraceIndex, message: Message, row: number): Message | undefined {
  const { trace, messages } = index;
  if (message.received === NONE) return undefined;
  const last = Math.min(row, message.received + HANDLER_ROWS, trace.rows - 1);
  for (let i = message.received + 1; i <= last; i++) {
    if (trace.kind(i) !== EventKind.send || trace.cause(i) !== message.received) continue;
    const answer = messages.get(trace.message(i));
    if (answer?.to === message.from) return answer;
  }
  return undefined;
}

/** Whether what is received at `row` had been received before: by itself, or as an earlier copy. */
export function isKnownAlready(index: TraceIndex, message: Message, row: number): boolean {
  if (message.received !== NONE && message.received < row) return true;
  const seen = new Set<number>(); // a damaged trace must not lead round in circles
  let earlier = index.messages.get(message.earlier);
  while (earlier !== undefined && !seen.has(earlier.number)) {
    if (earlier.received !== NONE && earlier.received < row) return true;
    seen.add(earlier.number);
    earlier = index.messages.get(earlier.earlier);
  }
  return false;
}

/** How telling each kind is when several events share an instant; the others count nothing. */
const weight: Partial<Record<number, number>> = {
  [EventKind.error]: 9,
  [EventKind.crash]: 8,
  [EventKind.restart]: 8,
  [EventKind.cut]: 8,
  [EventKind.heal]: 8,
  [EventKind.drop]: 7,
  [EventKind.lose]: 7,
  [EventKind.sever]: 7,
  [EventKind.discard]: 7,
  [EventKind.miss]: 7,
  [EventKind.noRoute]: 7,
  [EventKind.queueDrop]: 7,
  [EventKind.timeExceeded]: 7,
  [EventKind.tooBig]: 7,
  [EventKind.reassemblyTimeout]: 7,
  [EventKind.pause]: 8,
  [EventKind.resume]: 8,
  [EventKind.overload]: 8,
  [EventKind.unload]: 8,
  [EventKind.spoil]: 3,
  [EventKind.hold]: 3,
  [EventKind.degrade]: 8,
  [EventKind.upgrade]: 9,
  [EventKind.skew]: 8,
  [EventKind.slow]: 8,
  [EventKind.restore]: 8,
  [EventKind.mute]: 8,
  [EventKind.unmute]: 8,
  [EventKind.edit]: 8,
  [EventKind.muffle]: 7,
  [EventKind.overflow]: 7,
  [EventKind.complete]: 6,
  [EventKind.send]: 5,
  [EventKind.note]: 4,
  [EventKind.receive]: 4,
  [EventKind.timeout]: 4,
  [EventKind.corrupt]: 3,
  [EventKind.duplicate]: 3,
  [EventKind.delay]: 3,
  [EventKind.arrive]: 2,
  [EventKind.start]: 2,
};

/** Rows of one instant that are compared. */
const INSTANT_ROWS = 256;

/** The row that says most about the last instant at or before a time (ns); −1 before the first. */
export function tellingRow(index: TraceIndex, time: number): number {
  const { trace } = index;
  const last = trace.at(time);
  let best = last;
  for (let row = last - 1; row >= 0 && row > last - INSTANT_ROWS; row--) {
    if (trace.time(row) !== trace.time(last)) break;
    if ((weight[trace.kind(row)] ?? 0) > (weight[trace.kind(best)] ?? 0)) best = row;
  }
  return best;
}
