/** `mostly-reliable check FILE`: every order of a small system, tried. */
import type { Exploration, Order, Progress } from "../../engine/check/explore.ts";
import { grouped } from "../../engine/kernel/check.ts";
import type { Bounds } from "../cells/messages.ts";
import { knobsOf, open, type Opened, type Question } from "../cells/open.ts";
import { type Expression, SubjectReader } from "../cells/subject.ts";
import { CommandFailure, ExitCode } from "../failure.ts";
import { Interrupt } from "../interrupt.ts";
import { readCount, readLimit } from "../limit.ts";
import { writeOut } from "../output.ts";
import { replayCommand } from "../replay.ts";
import type { Terminal } from "../terminal.ts";
import { explorationWords } from "./report.ts";

/** The options of the command, as the terminal gives them. */
export type CheckCommandOptions = {
  experiment?: string;
  invariant?: string;
  atEnd?: string;
  outcome?: string;
  knob: string[];
  losses: string;
  duplications: string;
  timeouts?: string;
  wires?: string;
  inFlight: string;
  still?: string;
  states: string;
  depth?: string;
  orders?: boolean;
  json?: string;
  /** Seconds in all. */
  limit: string;
};

/**
 * Carries the command out.
 * @returns the code to end with: 0 if all holds, 1 if something is broken, 4 if it was cut off
 * before that was certain, 130 if it was interrupted.
 */
export async function checkCommand(
  path: string,
  options: CheckCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const limit = readLimit(options.limit) * 1_000;
  const bounds = boundsOf(options);
  const reader = new SubjectReader(path, options.experiment);
  const opened = await open(reader, questionOf(options), limit);
  try {
    const { seed } = opened.subject.experiment;
    const asked: Bounds = { ...bounds, knobs: knobsOf(opened, options.knob), seed };
    const { found, isInterrupted } = await carryOut(opened, asked, limit);
    if (options.json !== undefined) {
      writeOut(jsonOf(opened, found), "--json", options.json, terminal);
    }
    const lines = [opened.subject.experiment.id, ...explorationWords(found, asked)];
    const tell = options.json === "-" ? terminal.err : terminal.out;
    tell(`${[...lines, ...replayOf(path, opened, asked, found)].join("\n")}\n`);
    if (found.verdict === "unknown" && isInterrupted) return ExitCode.interrupted;
    return { holds: 0, broken: ExitCode.bad, unknown: ExitCode.undecided }[found.verdict];
  } finally {
    await opened.scout.end();
  }
}

/** What is claimed, in the order of the expressions. */
function questionOf({ invariant, atEnd, outcome }: CheckCommandOptions): Question {
  const claim = (run: string): string =>
    `(nodes: typeof ${run}.nodes, inFlight: { from: string; to: string; body: unknown }[]) => ` +
    "boolean | string";
  const word = (run: string): string => `(nodes: typeof ${run}.nodes) => string | number`;
  const given = [
    { name: "always", option: "--invariant", source: invariant, type: claim },
    { name: "atEnd", option: "--at-end", source: atEnd, type: claim },
    { name: "outcome", option: "--outcome", source: outcome, type: word },
  ].filter((each) => each.source !== undefined);
  if (given.length === 0) {
    const form = "--invariant, --at-end or --outcome with a function of the nodes";
    throw new CommandFailure(`check: say what is to hold: ${form} (--help has examples).`);
  }
  const expressions = given.map(({ option, source, type }): Expression => ({
    ...{ option: `${option} ${source}`, source: source as string, type, kinds: ["function"] },
  }));
  const named = (targets: string[]) => given.map(({ name }, i) => [name, targets[i]]);
  return {
    expressions: () => expressions,
    asked: (targets) => ({ kind: "claims", ...Object.fromEntries(named(targets)) }),
  };
}

function boundsOf(options: CheckCommandOptions): Bounds {
  const { wires, still } = options;
  if (wires !== undefined && wires !== "in order" && wires !== "any order") {
    throw new CommandFailure(`--wires ${wires}: it is "in order" or "any order".`);
  }
  const count = (option: string, text: string | undefined, least: number, most: number) =>
    text === undefined ? undefined : readCount(option, text, least, most);
  const [timeouts, depth] = [
    count("--timeouts", options.timeouts, 0, 1_022),
    count("--depth", options.depth, 1, 1_000_000),
  ];
  return {
    losses: readCount("--losses", options.losses, 0, 1_022),
    duplications: readCount("--duplications", options.duplications, 0, 1_022),
    inFlight: readCount("--in-flight", options.inFlight, 1, 1_000),
    states: readCount("--states", options.states, 1, 50_000_000),
    ...(timeouts !== undefined && { timeouts }),
    ...(depth !== undefined && { depth }),
    ...(wires !== undefined && { wires: wires satisfies Order }),
    ...(still !== undefined && { still: still.split(",") }),
    ...((options.orders === true || options.outcome !== undefined) && { orders: true }),
  };
}

async function carryOut({ scout }: Opened, bounds: Bounds, limit: number) {
  const interrupt = new Interrupt(() => undefined);
  const { signal } = interrupt;
  try {
    const found = await scout.explore(bounds, limit, { signal, onPartial: show });
    return { found, isInterrupted: signal.aborted };
  } finally {
    interrupt.done();
    if (process.stderr.isTTY) process.stderr.write(CLEAR);
  }
}

const CLEAR = "\r\u001b[K";

/** How far it has come; nobody knows how far there is to go. */
function show({ states, depth }: Progress): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`${CLEAR}${grouped(states)} states · ${grouped(depth)} steps deep`);
}

function replayOf(path: string, { subject }: Opened, asked: Bounds, found: Exploration): string[] {
  const faults = found.counterexample?.faults;
  if (faults === undefined) return [];
  const { knobs = {}, seed = "" } = asked;
  return [replayCommand(path, subject.experiment, { knobs, seed, faults })];
}

function jsonOf({ subject }: Opened, found: Exploration): string {
  const { file, experiment } = subject;
  const { orders, ...rest } = found;
  // JSON knows no Infinity.
  const counted = orders && {
    ...orders,
    count: Number.isFinite(orders.count) ? orders.count : null,
  };
  return `${JSON.stringify({ file, experiment: experiment.id, ...rest, orders: counted })}\n`;
}
