/**
 * What a worker says of one job of a question. Any code at all may have said it, so each field is
 * looked at before the page counts with it.
 */
import type { FirstDifference } from "../../engine/check/compare.ts";
import type { Exploration } from "../../engine/check/explore.ts";
import type { Judged } from "../../engine/check/strip.ts";
import type { Survey } from "../../engine/check/survey.ts";
import type { Figures } from "../../engine/check/sweep.ts";
import type { Trial } from "../../engine/check/trial.ts";
import { type Fault, validateFaults } from "../../engine/faults.ts";
import type { Pair } from "../run/asking.ts";
import { integer, list, number, record, Refusal, text } from "../validate-plain.ts";

const MOST = 100_000;
const LARGEST = Number.MAX_SAFE_INTEGER;
const ANY = Number.MAX_VALUE;

export function readTrial(value: unknown): Trial {
  const fields = record(value, "trial");
  const { broken } = fields;
  return {
    broken: broken === null ? null : text(broken, "broken", 1_000),
    end: number(fields["end"], "end", 0, LARGEST),
    packets: table(fields["packets"], "packets", (each) => {
      const { count, bytes } = record(each, "packets");
      return { count: whole(count, "count"), bytes: number(bytes, "bytes", 0, ANY) };
    }),
    handled: table(fields["handled"], "handled", (each) => whole(each, "handled")),
    mishaps: faults(fields["mishaps"]),
  };
}

export function readJudged(value: unknown): Judged {
  const { verdict, survey } = record(value, "verdict");
  return { verdict: verdictOf(verdict), survey: readSurvey(survey) };
}

/** Figures that are no numbers, such as NaN, are left out as they are in a sweep. */
export function readFigures(value: unknown): Figures {
  const figures = Object.entries(record(value, "figures")).filter(([, each]) => each !== null);
  const known = figures.map(([name, each]): [string, number] => {
    return [
      text(name, "figures", 200),
      each === Infinity ? Infinity : number(each, name, -ANY, ANY),
    ];
  });
  return Object.fromEntries(known);
}

export function readPair(value: unknown): Pair {
  const fields = record(value, "pair");
  const [one, other] = list(fields["figures"], "figures", 2).map(readFigures);
  if (one === undefined || other === undefined) throw new Refusal("a run's figures are missing");
  const { first } = fields;
  return { figures: [one, other], first: first === null ? null : readDifference(first) };
}

export function readExploration(value: unknown): Exploration {
  const fields = record(value, "exploration");
  const { verdict, counterexample, orders } = fields;
  if (verdict !== "holds" && verdict !== "broken" && verdict !== "unknown")
    throw new Refusal("an exploration's verdict is unknown");
  const cut = record(fields["cut"], "cut");
  return {
    verdict,
    states: whole(fields["states"], "states"),
    steps: whole(fields["steps"], "steps"),
    depth: whole(fields["depth"], "depth"),
    ends: whole(fields["ends"], "ends"),
    cut: {
      byStates: cut["byStates"] === true,
      byDepth: cut["byDepth"] === true,
      byInFlight: cut["byInFlight"] === true,
      isCancelled: cut["isCancelled"] === true,
    },
    coverage: list(fields["coverage"], "coverage", MOST).map(readCovered),
    ...(orders !== undefined && { orders: readOrders(orders) }),
    ...(counterexample !== undefined && { counterexample: readExample(counterexample) }),
  };
}

function readOrders(value: unknown): NonNullable<Exploration["orders"]> {
  const { count, byOutcome } = record(value, "orders");
  const amount = (each: unknown): number =>
    each === Infinity ? Infinity : number(each, "orders", 0, ANY);
  return { count: amount(count), byOutcome: table(byOutcome, "orders", amount) };
}

function readExample(value: unknown): NonNullable<Exploration["counterexample"]> {
  const fields = record(value, "counterexample");
  const steps = list(fields["steps"], "steps", MOST).map((each) => {
    const { kind, node, from, message, timer } = record(each, "step");
    const kinds = ["arrival", "timeout", "loss", "duplication"] as const;
    const known = kinds.find((name) => name === kind);
    if (known === undefined) throw new Refusal("a step's kind is unknown");
    return {
      kind: known,
      node: text(node, "node", 200),
      ...(from !== undefined && { from: text(from, "from", 200) }),
      ...(message !== undefined && { message }),
      ...(timer !== undefined && { timer: text(timer, "timer", 200) }),
    };
  });
  const what = text(fields["what"], "what", 4_000);
  const known = fields["faults"] === undefined ? {} : { faults: faults(fields["faults"]) };
  return { what, steps, ...known };
}

function readCovered(value: unknown): Exploration["coverage"][number] {
  const { node, phase, message, count } = record(value, "coverage");
  return {
    node: text(node, "node", 200),
    phase: text(phase, "phase", 1_000),
    message: text(message, "message", 1_000),
    count: whole(count, "count"),
  };
}

function readDifference(value: unknown): FirstDifference {
  const { row, time, words } = record(value, "difference");
  return {
    row: whole(row, "row"),
    time: number(time, "time", 0, LARGEST),
    words: text(words, "words", 2_000),
  };
}

function readSurvey(value: unknown): Survey {
  const fields = record(value, "survey");
  const happenings = list(fields["happenings"], "happenings", MOST).map((each) => {
    const { row, last, time, handlers, fault } = record(each, "happening");
    return {
      row: whole(row, "row"),
      last: whole(last, "last"),
      time: number(time, "time", 0, LARGEST),
      handlers: list(handlers, "handlers", MOST).map((handler) => {
        const { node, handled, sends } = record(handler, "handler");
        return {
          node: text(node, "node", 200),
          handled: whole(handled, "handled"),
          sends: whole(sends, "sends"),
        };
      }),
      fault: integer(fault, "fault", -1, LARGEST),
    };
  });
  const packets = list(fields["packets"], "packets", MOST).map((each) => {
    const { link, packet, time, row } = record(each, "packet");
    return {
      link: text(link, "link", 400),
      packet: whole(packet, "packet"),
      time: number(time, "time", 0, LARGEST),
      row: whole(row, "row"),
    };
  });
  return { happenings, packets, end: number(fields["end"], "end", 0, LARGEST) };
}

function verdictOf(value: unknown): string | number {
  return typeof value === "number"
    ? number(value, "verdict", -ANY, ANY)
    : text(value, "verdict", 1_000);
}

function faults(value: unknown): Fault[] {
  const { faults: found, problems } = validateFaults(value);
  if (problems.length > 0) throw new Refusal(problems[0]);
  return found;
}

function whole(value: unknown, field: string): number {
  return integer(value, field, 0, LARGEST);
}

function table<T>(value: unknown, field: string, read: (each: unknown) => T): Record<string, T> {
  const found = Object.entries(record(value, field));
  if (found.length > MOST) throw new Refusal(`${field} has more than ${MOST} entries`);
  return Object.fromEntries(found.map(([name, each]) => [text(name, field, 400), read(each)]));
}
