/** English sentences about what is done to a machine or to the process on it. */
import type { TraceIndex } from "../../trace-index.ts";
import { duration, number, quantity, visible } from "../format.ts";
import { capital, kept, lost, say, strong, type Words } from "../rich.ts";
import { lexicon, messageOf, person, saying } from "./lexicon.ts";

type Teller = (index: TraceIndex, row: number) => Words;

const subject = (index: TraceIndex, row: number) => person(index, index.trace.node(row));

export const skew: Teller = (index, row) => {
  const { name } = subject(index, row);
  const [offset = 0, drift = 0] = index.trace.text(row).split(" ").map(Number);
  const parts = [jump(offset), rate(drift)].filter((part) => part !== "");
  const how = parts.length === 0 ? "keeps true time" : parts.join(", and ");
  return say(`${name}’s clock `, lost(how), ".");
};

function jump(offset: number): string {
  if (!Number.isFinite(offset) || offset === 0) return "";
  return `jumps ${duration(Math.abs(offset))} ${offset > 0 ? "ahead" : "back"}`;
}

function rate(drift: number): string {
  if (!Number.isFinite(drift) || drift === 0) return "";
  const amount = duration(Math.abs(drift) * 1e9);
  return `${drift > 0 ? "gains" : "loses"} ${amount} in every second`;
}

export const slow: Teller = (index, row) => {
  const { name } = subject(index, row);
  return say(`${name} becomes `, lost("slow"), `: ${pace(index, row)}.`);
};

export const restore: Teller = (index, row) => {
  const { name } = subject(index, row);
  return say(`${name} is `, kept("quicker again"), `: ${pace(index, row)}.`);
};

function pace(index: TraceIndex, row: number): string {
  const factor = Number(index.trace.text(row));
  if (!(factor > 1)) return "work takes as long as usual";
  return `work takes ${number(factor)} times as long as usual`;
}

export const mute: Teller = (index, row) => {
  const { name, they } = subject(index, row);
  return say(name, " ", lost("falls mute"), `: nothing that ${they} sends leaves ${name} now.`);
};

export const unmute: Teller = (index, row) =>
  say(subject(index, row).name, " can be ", kept("heard again"), ".");

/** "the letter 0 “D”" */
function what(index: TraceIndex, row: number): string {
  return `the ${lexicon(index).message} ${saying(messageOf(index, row))}`;
}

export const muffle: Teller = (index, row) => {
  const { name } = subject(index, row);
  const to = person(index, index.trace.place(row)).name;
  const { they } = subject(index, row);
  const never = lost(`never leaves ${name}`);
  return say(`${capital(what(index, row))} to ${to} `, never, `: ${they} is mute, and not told.`);
};

export const edit: Teller = (index, row) => {
  const { name } = subject(index, row);
  return say(`In ${name}, somebody sets `, strong(visible(index.trace.text(row), 120)), ".");
};

export const upgrade: Teller = (index, row) => {
  const { name, they } = subject(index, row);
  const program = strong(visible(index.trace.text(row), 60));
  return say(`${name} gets another program: ${they} will run `, program, ", on the same disk.");
};

const overflows: Record<string, string> = {
  drop: " Nobody is told.",
  dropOldest: " It had waited longest, and makes room for the next. Nobody is told.",
  refuse: " Its sender is told.",
};

export const overflow: Teller = (index, row) => {
  const { name, their } = subject(index, row);
  const how = index.trace.text(row);
  const verb = how === "refuse" ? "turned away" : "thrown away";
  const why = `: ${name} is busy and ${their} inbox full.`;
  const end = Object.hasOwn(overflows, how) ? overflows[how] : "";
  return say(`${capital(what(index, row))} is `, lost(verb), `${why}${end}`);
};

/** "50 ppm", as a drift is said in a fault. */
export function partsInAMillion(drift: number): string {
  return quantity(Math.round(drift * 1e9) / 1e3, "ppm");
}
