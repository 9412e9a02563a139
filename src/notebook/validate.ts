/**
 * Reads what a worker sent. The sender may be any code at all, so: named fields only, caps before
 * loops, no recursion over what it sent, and a sentence that names what was wrong.
 */
import type { Fault } from "../engine/faults.ts";
import { readKnob, type Knob } from "./knob.ts";
import {
  LONGEST_VALUE,
  PROTOCOL,
  type Body,
  type EvaluatedValue,
  type Message,
  type MomentData,
  type PlainValue,
  type RunData,
} from "./protocol.ts";
import { LONGEST_QUESTION, QUESTIONS, type Question } from "./questions/question.ts";
import type { CellFailure } from "./run/failure.ts";
import type { CellStatus } from "./run/watcher.ts";
import { readTrace } from "./validate-trace.ts";
import { Refusal, integer, list, number, record, text } from "./validate-plain.ts";

export type { Fault };

/** The message in `data`, or a sentence about what is wrong with it. Never throws. */
export function readMessage(data: unknown): Message | string {
  try {
    const fields = record(data, "message");
    if (fields["version"] !== PROTOCOL) return "its version is unknown";
    return { version: PROTOCOL, ...readBody(fields) } as Message;
  } catch (error) {
    return error instanceof Refusal ? error.message : "it cannot be read";
  }
}

type Fields = Record<string, unknown>;

/** One reader for each kind of message. */
const readers: Record<Body["kind"], (fields: Fields) => Body> = {
  begin: ({ cell }) => ({ kind: "begin", cell: name(cell, "cell") }),
  cell: (fields) => ({ kind: "cell", cell: name(fields["cell"], "cell"), status: status(fields) }),
  knob: (fields) => ({ kind: "knob", knob: knob(fields["knob"]) }),
  question: (fields) => ({ kind: "question", question: question(fields["question"]) }),
  states: ({ states }) => ({ kind: "states", states: integer(states, "states", 0, 1e9) }),
  run: (fields) => ({
    kind: "run",
    experiment: name(fields["experiment"], "experiment"),
    run: run(fields),
  }),
  value: (fields) => ({
    kind: "value",
    name: name(fields["name"], "name"),
    value: plain(fields["value"]),
  }),
  failed: (fields) => ({
    kind: "failed",
    experiment: name(fields["experiment"], "experiment"),
    failure: failure(fields["failure"]),
  }),
  settled: (fields) => ({ kind: "settled", request: request(fields) }),
  moment: (fields) => ({
    kind: "moment",
    request: request(fields),
    moment: moment(fields["moment"]),
  }),
  values: (fields) => ({
    kind: "values",
    request: request(fields),
    values: list(fields["values"], "values", 100_000).map(evaluated),
  }),
  refused: (fields) => ({
    kind: "refused",
    request: request(fields),
    message: text(fields["message"], "message", 2_000),
  }),
};

function readBody(fields: Fields): Body {
  const { kind } = fields;
  if (typeof kind !== "string" || !Object.hasOwn(readers, kind))
    throw new Refusal("its kind is unknown");
  return readers[kind as Body["kind"]](fields);
}

function request(fields: Fields): number {
  return integer(fields["request"], "request", 0, Number.MAX_SAFE_INTEGER);
}

function name(value: unknown, field: string): string {
  return text(value, field, 200);
}

function texts(value: unknown, field: string, most: number, longest: number): string[] {
  return list(value, field, most).map((each) => text(each, field, longest));
}

function evaluated(value: unknown): EvaluatedValue {
  if (typeof value !== "object" || value === null) return plain(value);
  return { error: text(record(value, "value")["error"], "error", 2_000) };
}

function plain(value: unknown): PlainValue {
  // NaN is a legitimate result of a reader's division by zero; drawing leaves such points out.
  if (typeof value === "number" || typeof value === "boolean") return value;
  return text(value, "value", LONGEST_VALUE);
}

function status(fields: Fields): CellStatus {
  const given = record(fields["status"], "status");
  if (given["state"] === "waiting")
    return { state: "waiting", name: text(given["name"], "name", 200) };
  const output = texts(given["output"], "output", 500, 4_000);
  if (given["state"] === "done") return { state: "done", output };
  if (given["state"] === "failed")
    return { state: "failed", failure: failure(given["failure"]), output };
  throw new Refusal("a cell's state is unknown");
}

function failure(value: unknown): CellFailure {
  const fields = record(value, "failure");
  return {
    message: text(fields["message"], "failure.message", 4_000),
    cell: text(fields["cell"], "failure.cell", 200),
    line: integer(fields["line"], "failure.line", 0, 1e9),
  };
}

function knob(value: unknown): Knob {
  const fields = record(value, "knob");
  try {
    return readKnob(text(fields["name"], "knob.name", 200), fields["label"], {
      ...fields,
      note: fields["note"] === "" ? undefined : fields["note"],
      unit: fields["unit"] === "" ? undefined : fields["unit"],
    });
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : "a knob is not one");
  }
}

function question(value: unknown): Question {
  const fields = record(value, "question");
  const kind = QUESTIONS.find((each) => each === fields["kind"]);
  if (kind === undefined) throw new Refusal("a question's kind is unknown");
  return {
    name: name(fields["name"], "question.name"),
    kind,
    asked: text(fields["asked"], "question.asked", LONGEST_QUESTION),
  };
}

function run(fields: Fields): RunData {
  const given = record(fields["run"], "run");
  const outcome = record(given["outcome"], "outcome");
  return {
    engine: text(given["engine"], "engine", 40),
    seed: text(given["seed"], "seed", 200),
    fingerprint: text(given["fingerprint"], "fingerprint", 64),
    trace: readTrace(given["trace"]),
    events: integer(given["events"], "events", 0, Number.MAX_SAFE_INTEGER),
    endTime: number(given["endTime"], "endTime", 0, Number.MAX_SAFE_INTEGER),
    outcome: {
      kind: text(outcome["kind"], "outcome.kind", 40),
      words: text(outcome["words"], "outcome.words", 4_000),
      node: text(outcome["node"], "outcome.node", 200),
      line: integer(outcome["line"], "outcome.line", 0, 1e9),
      cell: text(outcome["cell"], "outcome.cell", 200),
    },
  };
}

function moment(value: unknown): MomentData {
  const fields = record(value, "moment");
  const changed = list(fields["changed"], "changed", 1_000).map((each) => {
    const change = record(each, "changed");
    return {
      node: text(change["node"], "changed.node", 200),
      field: text(change["field"], "changed.field", 400),
      before: text(change["before"], "changed.before", 1_000),
      after: text(change["after"], "changed.after", 1_000),
    };
  });
  return {
    states: states(fields["states"]),
    changed,
    cell: text(fields["cell"], "cell", 200),
    line: integer(fields["line"], "line", 0, 1e9),
  };
}

function states(value: unknown): MomentData["states"] {
  const nodes = entries(value, "states", 1_000).map(([node, state]) => {
    const fields = entries(state, "states", 1_000).map(
      ([name, words]) => [name, text(words, "states", 1_000)] as const,
    );
    return [node, Object.fromEntries(fields)] as const;
  });
  return Object.fromEntries(nodes);
}

function entries(value: unknown, field: string, most: number): [string, unknown][] {
  const found = Object.entries(record(value, field));
  if (found.length > most) throw new Refusal(`${field} has more than ${most} entries`);
  return found.map(([name, each]) => [text(name, field, 400), each]);
}
