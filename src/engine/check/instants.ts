/** Instants: all the moments of a run at which a fault makes a difference. */
import { crash, type Fault, restart } from "../faults.ts";
import type { Survey } from "./survey.ts";

/** A moment, and the faults that strike at it. */
export type Instant = {
  /** ns */
  time: number;
  /** The event that it stands before, within or after: its first row in the run struck, or −1. */
  row: number;
  place: "before" | "within" | "after";
  /** Within a handler: sends made so far. */
  afterSends?: number;
  faults: Fault[];
};

/** A node that crashes, and how long it is then down, ns; left out: for good. */
export type CrashStrike = { crash: string; backAfter?: number };
/** Faults that begin at a time, ns; made anew for each. */
export type TimedStrike = (time: number) => Fault | readonly Fault[];

/** What strikes at every instant. */
export type Strike = CrashStrike | TimedStrike;

/** The instants of a run from `from` (ns) on at which this can strike, in their order. */
export function instantsOf(survey: Survey, strike: Strike, from = 0): Instant[] {
  if (typeof strike === "function") return timedInstants(survey, strike, from);
  const instants: Instant[] = [];
  let before = -1;
  for (const happening of survey.happenings) {
    if (happening.time < from) continue;
    const { row, last, time, handlers } = happening;
    const common = { time, row };
    // Of events at one time, what is before one is what is after the other.
    if (time > before) {
      instants.push({ ...common, place: "before", faults: crashAt(strike, time) });
    }
    before = time;
    for (const [i, { node, handled, sends }] of handlers.entries()) {
      if (node !== strike.crash) continue;
      for (let afterSends = i === 0 ? 1 : 0; afterSends <= sends; afterSends++) {
        const faults = crashWithin(strike, { handled, afterSends });
        instants.push({ ...common, place: "within", afterSends, faults });
      }
    }
    instants.push({ ...common, place: "after", faults: crashWithin(strike, { event: last }) });
  }
  return instants;
}

/** A crash at a time, before all events of that time. */
export function crashAt({ crash: node, backAfter }: CrashStrike, time: number): Fault[] {
  const back = backAfter === undefined ? [] : [restart(node, time + backAfter)];
  return [crash(node, time), ...back];
}

type Point = { handled: number; afterSends: number } | { event: number };

function crashWithin({ crash: node, backAfter }: CrashStrike, point: Point): Fault[] {
  return [crash(node, backAfter === undefined ? point : { ...point, downFor: backAfter })];
}

/** A fault that has a time only strikes before all events of a nanosecond, or after them. */
function timedInstants({ happenings }: Survey, strike: TimedStrike, from: number): Instant[] {
  const instants: Instant[] = [];
  let latest = -1;
  for (const { time, row } of happenings) {
    if (time < from || time === latest) continue;
    if (time !== latest + 1 || instants.length === 0) {
      instants.push({ time, row, place: "before", faults: [strike(time)].flat() });
    }
    instants.push({ time: time + 1, row, place: "after", faults: [strike(time + 1)].flat() });
    latest = time;
  }
  return instants;
}
