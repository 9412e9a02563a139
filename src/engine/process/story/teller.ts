/** How stories are told: who goes on when, and what each is given. */
import { copyField, stateOf } from "../copy.ts";
import { hostOf, setHost } from "../host.ts";
import type { Process } from "../process.ts";
import { type Appointment, enter, takeFirst } from "./agenda.ts";
import type { Command, Telling } from "./commands.ts";
import { type Journal, Recorder, replayHost } from "./journal.ts";

/** Where the stories of a process stand: plain data. */
export type Told = {
  /** By visitor. */
  journals: Map<number, Journal>;
  agenda: Appointment[];
  /** For what the timer is set, by the node's clock, ns; Infinity: it is not. */
  alarm: number;
  /** Visitors that listen, with the turn of that, in the order in which they began to. */
  listeners: Map<number, number>;
  /** How much of each resource is free, and who waits for it: first come, first served. */
  resources: Record<string, { free: number; queue: number[] }>;
  turns: number;
};

/** What is needed of a story. */
export type Teller = Process<never, never> & {
  told: Told;
  capacity: Readonly<Record<string, number>>;
  tell(visitor: number): Telling;
};

/** Stories that are being told again: nothing that they do counts. */
const retold = new WeakSet<object>();

/** The timer of all stories of a process. */
export const TIMER = "story";
/** What stands for an appointment that is no end of patience. */
const NO_TURN = -1;

/** Whether a story is being told again, so that nothing that it does counts. */
export function isRetold(story: object): boolean {
  return retold.has(story);
}

/** The recorder of a process that tells stories, which becomes its host. */
function recorderOf(story: object): Recorder {
  const host = hostOf(story, "a story");
  if (host instanceof Recorder) return host;
  const recorder = new Recorder(host);
  setHost(story, recorder);
  return recorder;
}

/** Whether a story is being told now: then whoever tells it settles what follows. */
export function isTelling(story: object): boolean {
  return recorderOf(story).journal !== undefined;
}

/** What the node's clock says; unlike `now`, it is not written into a journal. */
export function instant(story: object): number {
  return recorderOf(story).host.now();
}

/** Forgets the generators, as a copy of the process has none. */
export function forgetTellings(story: object): void {
  recorderOf(story).tellings.clear();
}

/** Lets a visitor go on at time `at`, ns of the node's clock. */
export function appoint({ told }: Teller, visitor: number, at: number, turn = NO_TURN): void {
  enter(told.agenda, { at, order: told.turns++, visitor, turn });
}

/** A message has come for a visitor who may be listening. */
export function hand(story: Teller, visitor: number, message: unknown): void {
  if (story.told.listeners.delete(visitor)) goOn(story, visitor, message);
}

/** Tells on all stories that are due by time `now`, and sets the timer for the next. */
export function settle(story: Teller, now: number): void {
  const { told } = story;
  const { agenda, listeners } = told;
  while (agenda.length > 0 && agenda[0].at <= now) {
    const { visitor, turn } = takeFirst(agenda);
    if (turn === NO_TURN) goOn(story, visitor, undefined);
    else if (listeners.get(visitor) === turn) hand(story, visitor, null);
  }
  const next = agenda.length === 0 ? Infinity : agenda[0].at;
  if (next >= told.alarm) return;
  told.alarm = next;
  story.setTimer(TIMER, Math.max(0, next - now));
}

/** Tells a visitor's story on, until it waits again or ends. */
function goOn(story: Teller, visitor: number, input: unknown): void {
  const { journals } = story.told;
  const journal = journals.get(visitor);
  let given = input;
  while (journal !== undefined) {
    const command = advance(story, visitor, journal, given);
    if (command === undefined) {
      journals.delete(visitor);
      recorderOf(story).tellings.delete(visitor);
      return;
    }
    journal.command = command.kind;
    if (!obey(story, visitor, command)) return;
    given = undefined;
  }
}

function advance(story: Teller, visitor: number, journal: Journal, input: unknown) {
  const recorder = recorderOf(story);
  let telling = recorder.tellings.get(visitor);
  if (telling === undefined) {
    telling = retell(story, visitor, journal);
    recorder.tellings.set(visitor, telling);
  }
  journal.inputs.push(copied(input));
  recorder.journal = journal;
  const { value } = telling.next(input);
  recorder.journal = undefined;
  return value as Command | undefined;
}

function copied(input: unknown): unknown {
  return typeof input === "object" && input !== null ? copyField("a story", "input", input) : input;
}

/** A generator that stands where the journal ends. */
function retell(story: Teller, visitor: number, journal: Journal): Telling {
  const telling = story.tell(visitor);
  if (journal.inputs.length === 0) return telling;
  const recorder = recorderOf(story);
  const replay = replayHost(recorder.host, journal);
  const fields = stateOf(story.address, story);
  retold.add(story);
  setHost(story, replay);
  try {
    let command: Command | undefined;
    for (const input of journal.inputs) command = telling.next(copied(input)).value as Command;
    if (command?.kind === journal.command && replay.left() === 0) return telling;
  } finally {
    setHost(story, recorder);
    retold.delete(story);
    restore(story, fields);
  }
  throw new Error(
    `the story of visitor ${visitor} went another way when it was told again: it may depend on ` +
      "nothing but what its yields give, now, random() and fields that stay as they are.",
  );
}

/** Telling again has changed fields a second time. */
function restore(story: Teller, fields: Record<string, unknown>): void {
  const { told } = story;
  Object.assign(story, fields, { told });
}

/** Carries a command out; true if the story goes on at once. */
function obey(story: Teller, visitor: number, command: Command): boolean {
  const { told } = story;
  if (command.kind === "acquire") {
    const resource = resourceOf(story, command.resource);
    if (resource.free === 0) resource.queue.push(visitor);
    return resource.free > 0 && resource.free-- > 0;
  }
  if (command.kind === "pause") {
    appoint(story, visitor, instant(story) + command.duration);
    return false;
  }
  const turn = told.turns++;
  told.listeners.set(visitor, turn);
  if (command.patience < Infinity) appoint(story, visitor, instant(story) + command.patience, turn);
  return false;
}

/** The state of a resource, by its name. */
export function resourceOf({ told, capacity }: Teller, name: string) {
  return (told.resources[name] ??= { free: capacity[name], queue: [] });
}
