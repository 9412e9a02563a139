/** English sentences about packets on links, and about nodes and links that break. */
import type { Flight } from "../../../engine/trace/flights.ts";
import { downAt, type TraceIndex } from "../../trace-index.ts";
import { duration, number, size } from "../format.ts";
import { capital, kept, lost, say, strong, type Words } from "../rich.ts";
import { enumerate, flightOf, lexicon, linkChange, messageOf } from "./lexicon.ts";
import { person, saying } from "./lexicon.ts";

type Teller = (index: TraceIndex, row: number) => Words;

/** "the road to Bob" */
function way(index: TraceIndex, row: number): string {
  const link = index.trace.links[index.trace.place(row)];
  const { road } = lexicon(index);
  return link === undefined ? `the ${road}` : `the ${road} to ${person(index, link.to).name}`;
}

/** "the letter 0 “D”" */
function what(index: TraceIndex, row: number): string {
  const message = messageOf(index, row);
  const noun = message?.isAnswer ? "answer" : lexicon(index).message;
  const one = `the ${noun}${message === undefined ? "" : ` ${saying(message)}`}`;
  return flightOf(index, row)?.copy ? `the copy of ${one}` : one;
}

/** ", 16 ms after it set out" */
function sinceStart(index: TraceIndex, row: number): string {
  const flight = flightOf(index, row);
  if (flight === undefined) return "";
  if (index.trace.time(row) === flight.from) return " as it sets out";
  return `, ${duration(index.trace.time(row) - flight.from)} after it set out`;
}

export const transmit: Teller = (index, row) =>
  say(
    capital(what(index, row)),
    ` sets out on ${way(index, row)}: ${size(index.trace.bytes(row))}.`,
  );

export const arrive: Teller = (index, row) => {
  const receiver = person(index, index.trace.node(row)).name;
  const damage = flightOf(index, row)?.corrupted.length ?? 0;
  const harmed = damage === 0 ? "" : say(" It was ", lost("damaged on the way"), ".");
  const reaches = say(" ", kept(`reaches ${receiver}`), `${sinceStart(index, row)}.`);
  return say(capital(what(index, row)), reaches, harmed);
};

const silent = " Nobody is told.";

export const lose: Teller = (index, row) =>
  say(
    capital(what(index, row)),
    " is ",
    lost(`lost on ${way(index, row)}`),
    `${sinceStart(index, row)}.${silent}`,
  );

export const drop: Teller = (index, row) =>
  say(
    capital(what(index, row)),
    " is ",
    lost(`taken off ${way(index, row)}`),
    ` by hand${sinceStart(index, row)}.${silent}`,
  );

export const sever: Teller = (index, row) =>
  say(capital(what(index, row)), " is ", lost("lost"), `: ${way(index, row)} is cut.`);

export const corrupt: Teller = (index, row) => {
  const bit = index.trace.detail(row);
  const which = bit >= 0 ? `Bit ${number(bit)}` : "A bit";
  return say(which, ` of ${what(index, row)} `, lost("flips"), ` on ${way(index, row)}.`);
};

export const duplicate: Teller = (index, row) =>
  say(
    "The ",
    lexicon(index).road,
    " makes a ",
    strong("copy"),
    ` of ${saying(messageOf(index, row))}.`,
  );

export const discard: Teller = (index, row) => {
  const receiver = person(index, index.trace.node(row)).name;
  const link = index.trace.links[index.trace.place(row)];
  const sender = link === undefined ? "its sender" : person(index, link.from).name;
  return say(
    `${capital(what(index, row))} has come to ${receiver} damaged and is `,
    lost("thrown away"),
    `. To ${sender} that will look like loss.`,
  );
};

export const delay: Teller = (index, row) =>
  say(capital(what(index, row)), " is ", lost("held up"), ` on ${way(index, row)}.`);

export const miss: Teller = (index, row) => {
  const { name, they } = person(index, index.trace.node(row));
  const reaches = `${capital(what(index, row))} reaches ${name} while ${they} is down`;
  return say(`${reaches}, and is `, lost("lost"), ".");
};

export const noRoute: Teller = (index, row) => {
  const sender = person(index, index.trace.node(row)).name;
  const receiver = person(index, index.trace.place(row)).name;
  const { road } = lexicon(index);
  const said = saying(messageOf(index, row));
  return say(
    "No ",
    road,
    ` leads from ${sender} to ${receiver}: ${said} `,
    lost("goes nowhere"),
    ".",
  );
};

const queueReasons: Record<string, (owner: string) => string> = {
  full: (owner) => `${owner} has no room left for what waits`,
  overload: (owner) => `${owner} has too much to look at`,
  crash: (owner) => `it waited in ${owner}, which crashes`,
  early: (owner) => `the queue of ${owner} grows, and this is its warning`,
  late: (owner) => `packets have waited too long in ${owner}`,
};

export const queueDrop: Teller = (index, row) => {
  const owner = person(index, index.trace.node(row)).name;
  const reason = index.trace.text(row);
  const why = queueReasons[reason]?.(owner) ?? `the queue of ${owner} refuses it`;
  return say(capital(what(index, row)), " is ", lost("thrown away"), `: ${why}.${silent}`);
};

export const timeExceeded: Teller = (index, row) => {
  const router = person(index, index.trace.node(row)).name;
  return say(
    `${capital(what(index, row))} has been passed on too often, and ${router} `,
    lost("throws it away"),
    ": its time to live is over.",
  );
};

export const tooBig: Teller = (index, row) => {
  const router = person(index, index.trace.node(row)).name;
  const most = size(index.trace.detail(row));
  return say(
    `${capital(what(index, row))} is too long for ${way(index, row)}, which takes ${most}, ` +
      `and must not be cut: ${router} `,
    lost("throws it away"),
    ".",
  );
};

export const reassemblyTimeout: Teller = (index, row) => {
  const receiver = person(index, index.trace.node(row)).name;
  const missing = size(index.trace.detail(row));
  return say(
    `${receiver} has waited in vain for ${missing} of ${what(index, row)}, and `,
    lost("throws away"),
    " the pieces that came.",
  );
};

export const cut: Teller = (index, row) => say(linkSubject(index, row), " is ", lost("cut"), ".");

export const heal: Teller = (index, row) => {
  const place = index.trace.place(row);
  const span = index.cuts.find((each) => each.of === place && each.ended === row);
  const after = span === undefined ? "" : ` after ${duration(span.to - span.from)}`;
  return say(linkSubject(index, row), " is ", kept("open again"), `${after}.`);
};

export const pause: Teller = (index, row) =>
  say(linkSubject(index, row), " ", lost("takes nothing more"), ": packets wait.");

export const resume: Teller = (index, row) =>
  say(linkSubject(index, row), " ", kept("takes packets again"), ".");

export const degrade: Teller = (index, row) => {
  const [bandwidth, delay, loss] = index.trace.text(row).split(" ").map(Number);
  const parts = linkChange({ bandwidth, delay, loss });
  if (parts.length === 0)
    return say(linkSubject(index, row), " is ", kept("as it was set up"), ".");
  return say(linkSubject(index, row), " ", lost("changes"), `: it now ${enumerate(parts)}.`);
};

export const overload: Teller = (index, row) => {
  const { name } = person(index, index.trace.node(row));
  return say(name, " has ", lost("too much to do"), ": every packet takes longer from now on.");
};

export const unload: Teller = (index, row) => {
  const { name } = person(index, index.trace.node(row));
  return say(name, " has ", kept("less to do again"), ".");
};

export const spoil: Teller = (index, row) => {
  const { name } = person(index, index.trace.node(row));
  const bit = number(index.trace.detail(row));
  return say(`Bit ${bit} of ${what(index, row)} `, lost("flips"), ` in the memory of ${name}.`);
};

export const hold: Teller = (index, row) =>
  say(capital(what(index, row)), " is ", lost("kept"), ` on ${way(index, row)}.`);

function linkSubject(index: TraceIndex, row: number): string {
  const link = index.trace.links[index.trace.place(row)];
  const { road } = lexicon(index);
  if (link === undefined) return `A ${road}`;
  return `The ${road} from ${person(index, link.from).name} to ${person(index, link.to).name}`;
}

export const crash: Teller = (index, row) => {
  const { name, they } = person(index, index.trace.node(row));
  return say(name, " ", lost("crashes"), `: all that ${they} had in memory is gone.`);
};

export const restart: Teller = (index, row) => {
  const node = index.trace.node(row);
  const span = index.crashes.find((each) => each.of === node && each.ended === row);
  const after = span === undefined ? "" : ` ${duration(span.to - span.from)} after the crash,`;
  return say(person(index, node).name, kept(" starts again"), `${after} with an empty memory.`);
};

/** What a flight's fate is called beside the place where it ended. */
export function fateWord(flight: Flight): string {
  if (flight.fate === "dropped") return "taken off";
  if (flight.fate === "severed") return "cut off";
  return flight.discarded ? "damaged" : "lost";
}

export function isDown(index: TraceIndex, node: number, time: number): boolean {
  return downAt(index.crashes, node, time) !== undefined;
}
