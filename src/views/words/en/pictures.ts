/** English words inside pictures, and the names of what can be reached there. */
import { eventName } from "../../../engine/trace/event.ts";
import { NONE } from "../../../engine/trace/trace.ts";
import type { TraceIndex } from "../../trace-index.ts";
import type { Catalogue, PictureWords, TargetWords } from "../catalogue.ts";
import { clockFor, duration, number } from "../format.ts";
import { capital, plain } from "../rich.ts";
import { count, lexicon, nth, person, saying } from "./lexicon.ts";
import { fateWord } from "./network.ts";
import { cast, linkWords } from "./summary.ts";

export const picture: PictureWords = {
  up: "up and running",
  down: "down",
  stillUnderway: (left) => `on its way: ${left} to go`,
  underway: "on its way",
  attempt: (n) => `the ${nth(n)} with these words`,
  losses: (chance, lost, carried) =>
    `loses ${chance}; so far ${number(lost)} of ${number(carried)}`,
  busy: "busy",
  cut: "cut",
  cutTowards: (node) => `cut towards ${node}`,
  fates: {
    lost: "lost",
    dropped: "taken off",
    severed: "cut off",
    damaged: "damaged",
    copy: "copy",
  },
  more: (count, what) => {
    const one = what.slice(0, -1);
    return `… and ${number(count)} more ${count === 1 ? one : what}`;
  },
  link: linkWords,
  eachLink: (words) => `each link: ${words}`,
  stage: (index) => {
    const { road } = lexicon(index);
    const { links, nodes } = index.trace;
    if (nodes.length === 2) return `${cast(index)} and the ${road} between them`;
    return `${capital(cast(index))} and ${count(links.length, road, `${road}s`)}`;
  },
  spaceTime: (index) =>
    `${capital(cast(index))}, each on a line of time; slanted lines are packets`,
  postmark: (seed, fingerprint) => `Seed ${seed}, run ${fingerprint}`,
};

function node(index: TraceIndex, node: number, status: string | undefined): string {
  const { name } = person(index, node);
  return status === undefined || status === "" ? name : `${name} ${status}`;
}

function link(index: TraceIndex, links: readonly number[], isCut: boolean): string {
  const { road } = lexicon(index);
  const first = index.trace.links[links[0]];
  const [from, to] = [person(index, first.from).name, person(index, first.to).name];
  const isBothWays = links.some((each) => index.trace.links[each].from === first.to);
  const where = isBothWays ? `between ${from} and ${to}` : `from ${from} to ${to}`;
  return `The ${road} ${where}: ${isCut ? "cut" : linkWords(first)}`;
}

function flight(index: TraceIndex, flight: number, time: number): string {
  const { message: number, link, copy } = index.flights[flight];
  const message = index.messages.get(number);
  const { from, to } = index.trace.links[link];
  const [sender, receiver] = [person(index, from).name, person(index, to).name];
  const noun = message?.isAnswer ? "answer" : lexicon(index).message;
  const attempt = message === undefined || message.attempt === 1 ? "" : `${nth(message.attempt)} `;
  const sort = copy ? `copy of a ${noun}` : `${attempt}${noun}`;
  return `${saying(message)}, ${sort} from ${sender} to ${receiver}, ${fate(index, flight, time)}`;
}

function fate(index: TraceIndex, flight: number, time: number): string {
  const each = index.flights[flight];
  if (time < each.from) return "still to come";
  const harm = each.corrupted.some((row) => index.trace.time(row) <= time) ? ", damaged" : "";
  if (each.ended === NONE || time < each.to) return `on its way${harm}`;
  if (each.fate !== "arrived" || each.discarded) return fateWord(each);
  return `arrived after ${duration(each.to - each.from)}${harm}`;
}

export const targets = (events: () => Catalogue["events"]): TargetWords => ({
  node,
  link,
  flight,
  event: (index, row) => {
    const kind = eventName(index.trace.kind(row));
    const time = clockFor(index.trace.end)(index.trace.time(row));
    return kind === undefined ? time : `${time}: ${plain(events()[kind](index, row))}`;
  },
});

export const fields: Catalogue["fields"] = {
  what: "What",
  from: "From",
  to: "To",
  says: "Says",
  size: "Size",
  setOut: "Set out",
  fate: "Fate",
  copies: "Copies",
  damage: "Damage",
  cause: "Because",
  time: "Time",
  delay: "Delay",
  bandwidth: "Bandwidth",
  chances: "Chances",
  carried: "On it now",
  state: "State",
  sent: "Sent",
  received: "Received",
  timers: "Timer",
};

export const kinds: Catalogue["kinds"] = {
  start: "Start",
  send: "Sending",
  transmit: "Departure",
  arrive: "Arrival",
  lose: "Loss",
  drop: "Taken off",
  sever: "Cut off",
  corrupt: "Damage",
  duplicate: "Duplication",
  discard: "Thrown away",
  receive: "Receipt",
  miss: "Nobody there",
  noRoute: "No way there",
  timerSet: "Timer set",
  timerCancel: "Timer stopped",
  timeout: "Timeout",
  work: "Work",
  note: "Note",
  invoke: "Operation begins",
  complete: "Operation ends",
  crash: "Crash",
  restart: "Restart",
  cut: "Link cut",
  heal: "Link mended",
  delay: "Held up",
  error: "Error",
  queueDrop: "No room",
  timeExceeded: "Passed on too often",
  tooBig: "Too long",
  reassemblyTimeout: "Pieces given up",
  pause: "Link paused",
  resume: "Link resumed",
  overload: "Too much to do",
  unload: "Less to do",
  spoil: "Damage in memory",
  hold: "Kept there",
  degrade: "Link changed",
  skew: "Clock",
  slow: "Slowed down",
  restore: "Quicker again",
  mute: "Muted",
  unmute: "Heard again",
  muffle: "Never left",
  edit: "Edited",
  upgrade: "New program",
  overflow: "Inbox full",
};
