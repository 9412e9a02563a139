/**
 * What a language has to bring: a sentence for every kind of event and of fault, and the few words
 * that stand inside pictures. Everything takes facts from the trace and gives text, never HTML.
 */
import type { EventName } from "../../engine/trace/event.ts";
import type { Fault } from "../../engine/faults.ts";
import type { LinkInfo, Trace } from "../../engine/trace/trace.ts";
import type { TraceIndex } from "../trace-index.ts";
import type { Clock } from "./format.ts";
import type { Words } from "./rich.ts";

/** How a run ended, as `simulate` tells it. */
export type OutcomeLike =
  | { kind: "finished" }
  | { kind: "until" }
  | { kind: "limit"; limit: string; words: string }
  | { kind: "error"; node: string; time: number; message: string };

/** What the words need to know of a run. */
export type RunLike = { seed: string; trace: Trace; outcome: OutcomeLike };

/** A step of an exploration: something that may happen next, at whatever time. */
export type StepLike = {
  kind: "arrival" | "timeout" | "loss" | "duplication";
  /** Where it happens: the receiver of a packet. */
  node: string;
  from?: string;
  message?: unknown;
  timer?: string;
};

/** The run in a few words and in a few sentences. */
export type Summary = { name: string; description: string };

/** What the inspector may say about something. */
export type FieldName =
  | "what"
  | "from"
  | "to"
  | "says"
  | "size"
  | "setOut"
  | "fate"
  | "copies"
  | "damage"
  | "cause"
  | "time"
  | "delay"
  | "bandwidth"
  | "chances"
  | "carried"
  | "state"
  | "sent"
  | "received"
  | "timers";

/** The few words inside pictures. */
export type PictureWords = {
  up: string;
  down: string;
  busy: string;
  /** A packet on its way: with the time it still needs, or without a word of its future. */
  stillUnderway: (left: string) => string;
  underway: string;
  /** "the 2nd with this text" */
  attempt: (n: number) => string;
  /** "30 % by its set-up; so far 3 of 10" */
  losses: (chance: string, lost: number, carried: number) => string;
  cut: string;
  cutTowards: (node: string) => string;
  /** The fate of a packet that lies beside the road: "lost", "taken off", "cut off", "damaged". */
  fates: { lost: string; dropped: string; severed: string; damaged: string; copy: string };
  /** "… and 12 more packets" */
  more: (count: number, what: "packets" | "nodes" | "links" | "events" | "points") => string;
  /** What a link is like: `40 ms · 1 Mbit/s · loses 30 %`. */
  link: (link: LinkInfo) => string;
  /** The same, said once for all links. */
  eachLink: (words: string) => string;
  stage: (index: TraceIndex) => string;
  spaceTime: (index: TraceIndex) => string;
  postmark: (seed: string, fingerprint: string) => string;
};

/** Accessible names of what can be reached in a picture. */
export type TargetWords = {
  node: (index: TraceIndex, node: number, status: string | undefined) => string;
  link: (index: TraceIndex, links: readonly number[], isCut: boolean) => string;
  /** `time` (ns) decides what may be told of its fate. */
  flight: (index: TraceIndex, flight: number, time: number) => string;
  event: (index: TraceIndex, row: number) => string;
};

export type Catalogue = {
  /** A BCP 47 tag. */
  language: string;
  /** One sentence or two for each kind of event: who, what, why. */
  events: Record<EventName, (index: TraceIndex, row: number) => Words>;
  /** Before the first event. */
  nothingYet: string;
  faults: { [V in Fault["verb"]]: (fault: Extract<Fault, { verb: V }>, clock: Clock) => Words };
  outcome: (run: RunLike) => Words;
  step: (step: StepLike) => Words;
  summary: (run: RunLike, index: TraceIndex) => Summary;
  picture: PictureWords;
  targets: TargetWords;
  fields: Record<FieldName, string>;
  /** What sort of event it is, as a title. */
  kinds: Record<EventName, string>;
  /** The words on the button that adds a fault. */
  button: (fault: Fault) => string;
};
