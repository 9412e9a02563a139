/** English sentences about what a process does by itself: timers, work, notes, operations. */
import type { TraceIndex } from "../../trace-index.ts";
import { silenceAt, timerOf } from "../facts.ts";
import { clockFor, duration, quote, visible } from "../format.ts";
import { preview } from "../preview.ts";
import { capital, kept, lost, say, strong, timer, type Words } from "../rich.ts";
import { person, type Person } from "./lexicon.ts";

type Teller = (index: TraceIndex, row: number) => Words;

function subject(index: TraceIndex, row: number): Person {
  return person(index, index.trace.node(row));
}

function timerName(index: TraceIndex, row: number): string {
  return quote(index.trace.text(row), 24);
}

export const start: Teller = (index, row) => say(subject(index, row).name, " begins.");

export const timerSet: Teller = (index, row) => {
  const { name, their } = subject(index, row);
  const wait = duration(index.trace.duration(row));
  const due = clockFor(index.trace.end)(index.trace.time(row) + index.trace.duration(row));
  const what = say(`${name} sets ${their} timer `, timer(timerName(index, row)));
  return say(what, ` to run out in ${wait}, at ${due}.`);
};

export const timerCancel: Teller = (index, row) => {
  const { name, their } = subject(index, row);
  const span = timerOf(index, row);
  const left = span === undefined ? 0 : span.due - index.trace.time(row);
  const early = left > 0 ? `, ${duration(left)} before it would have run out` : "";
  return say(`${name} stops ${their} timer `, timer(timerName(index, row)), `${early}.`);
};

export const timeout: Teller = (index, row) => {
  const { name, they } = subject(index, row);
  const silence = silenceAt(index, row);
  const after =
    silence === undefined ? "" : ` after ${duration(silence.timer.to - silence.timer.from)}`;
  const heard = silence?.heardNothing
    ? ` ${capital(they)} has heard nothing since it was set.`
    : "";
  return say(`${name}’s timer `, timer(timerName(index, row)), ` runs out${after}.${heard}`);
};

export const work: Teller = (index, row) =>
  say(subject(index, row).name, ` is busy for ${duration(index.trace.duration(row))}.`);

export const note: Teller = (index, row) =>
  say(`${subject(index, row).name} notes: ${quote(index.trace.text(row), 120)}`);

export const invoke: Teller = (index, row) =>
  say(
    `${subject(index, row).name} begins an operation: `,
    strong(preview(index.trace.text(row), 60)),
    ".",
  );

export const complete: Teller = (index, row) =>
  say(
    `${subject(index, row).name}’s operation ends: `,
    kept(preview(index.trace.text(row), 60)),
    ".",
  );

export const error: Teller = (index, row) =>
  say(
    `${subject(index, row).name}’s program `,
    lost("fails"),
    `: ${visible(index.trace.text(row), 200)}`,
  );
