/** What an outcome says about the limit that was reached. */
import type { Limits } from "./spec.ts";

const ENDLESS =
  "A process that keeps sending or setting timers never ends by itself: give the spec an until";

type LimitWords = (value: string, at: string, node: string) => string;

/** Why a run was stopped, and what to do. */
export const limitWords: Record<keyof Limits, LimitWords> = {
  events: (value, at) =>
    `The run was stopped after ${value} events, ${at}. ${ENDLESS}, or raise limits.events.`,
  time: (value, at) =>
    `The run was stopped ${at}: what comes next lies beyond ${value} ns (limits.time).`,
  trace: (value, at) =>
    `The run was stopped ${at}: its trace takes ${value} bytes. ${ENDLESS}, or raise limits.trace.`,
  inbox: (value, at, node) =>
    `The run was stopped ${at}: more than ${value} messages wait for ${node} (limits.inbox). ` +
    "It is sent more than it can handle; send less, or let it work less for each.",
};
