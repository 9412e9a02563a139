/**
 * One topic, from its MDX to everything that its page shows before a script runs: cells compiled,
 * type checked and executed in a thread with a limit. What is wrong stops the build with file,
 * line and remedy.
 */
import * as engine from "#engine";
import type { Fault } from "#engine";
import { validateFaults } from "../../engine/faults.ts";
import { Trace } from "../../engine/trace/trace.ts";
import { EventKind } from "../../engine/trace/event.ts";
import { processRow } from "../../engine/trace/process-row.ts";
import type { CompiledCell } from "../cells.ts";
import { knobProblem, type Knob, type KnobValue } from "../knob.ts";
import type { PageData, PageExperiment, PageQuestion } from "../page-data.ts";
import type { Answers, Message, RunData } from "../protocol.ts";
import type { Question } from "../questions/question.ts";
import { runToText } from "../run-text.ts";
import type { ExperimentInput } from "../run/graph.ts";
import { answerQuestions, answersIn, QuestionError } from "./answer-questions.ts";
import { HangingError, hangingWords, NodeSession } from "./node-session.ts";
import { runSweep } from "./run-sweep.ts";
import { compileTopic, inCell, lineOf, nameOf } from "./compile-topic.ts";
import { readTopicCells, type TopicCells, type TopicExperiment } from "./topic-cells.ts";
import { readTopicSource, TopicError, type Tag, type TopicSource } from "./topic-source.ts";

/** How long the cells of one topic may run at build, ms. */
const LIMIT = 20_000;

/** What one load of a page's cells brought. */
class Results {
  readonly knobs = new Map<string, Knob>();
  readonly values: PageData["values"] = {};
  readonly output: PageData["output"] = {};
  readonly runs = new Map<string, RunData>();
  readonly questions = new Map<string, Question>();
  readonly failures: { cell: string; line: number; message: string }[] = [];

  readonly take = (message: Message): void => {
    if (message.kind === "knob") this.knobs.set(message.knob.name, message.knob);
    else if (message.kind === "value") this.values[message.name] = message.value;
    else if (message.kind === "question")
      this.questions.set(message.question.name, message.question);
    else if (message.kind === "run") this.#takeRun(message.experiment, message.run);
    else if (message.kind === "failed") this.failures.push(message.failure);
    else if (message.kind === "cell") this.#takeStatus(message);
  };

  #takeRun(experiment: string, run: RunData): void {
    this.runs.set(experiment, run);
    const { kind, cell, line, words } = run.outcome;
    if (kind === "error") this.failures.push({ cell, line, message: words });
  }

  #takeStatus({ cell, status }: Message & { kind: "cell" }): void {
    if (status.state === "failed") this.failures.push(status.failure);
    if (status.state === "done" && status.output.length > 0) this.output[cell] = status.output;
  }
}

/**
 * Builds a topic's page data. Throws a `TopicError`. `page` is `<unit>/<topic>`; `limit`: how long
 * its cells may run at a time, ms.
 */
export async function runTopic(
  page: string,
  file: string,
  text: string,
  limit = LIMIT,
): Promise<PageData> {
  const source = readTopicSource(file, text);
  const topic = readTopicCells(source);
  const compiled = compileTopic(source, topic);
  const results = new Results();
  const session = new NodeSession(results.take, limit);
  try {
    return await execute(page, { source, topic, compiled, results, session });
  } catch (error) {
    if (!(error instanceof HangingError)) throw error;
    throw new TopicError(file, lineOf(topic, error.cell, 1), messageOf(topic, error));
  } finally {
    await session.end();
  }
}

type Work = {
  source: TopicSource;
  topic: TopicCells;
  compiled: CompiledCell[];
  results: Results;
  session: NodeSession;
};

async function execute(page: string, work: Work): Promise<PageData> {
  const { topic, compiled, results, session } = work;
  const bare = topic.experiments.map(({ id, run, seed }) => ({ id, run, seed, faults: [] }));
  const theories = topic.sweeps.map(({ theoryName }) => theoryName).filter((name) => name !== "");
  const faultNames = [...topic.experiments, ...topic.values]
    .map(({ faultsName }) => faultsName)
    .filter((name) => name !== "");
  const watched = [...theories, ...faultNames];
  const questions = await questionsOf(work);
  const answers = answersIn(questions);
  const load = { cells: compiled, knobs: {}, experiments: bare, watched, answers };
  await session.ask({ kind: "load", ...load });
  refuseFailures(work);
  checkKnobs(work);
  const inputs = topic.experiments.map((each) => withFaults(work, each));
  if (faultNames.length > 0) await session.ask({ kind: "update", experiments: inputs });
  refuseFailures(work);
  const experiments = [];
  for (const [i, input] of inputs.entries())
    experiments.push(await pageExperiment(work, topic.experiments[i], input));
  const sweeps = [];
  for (const sweep of topic.sweeps)
    sweeps.push(await placed(work, sweep.tag, runSweep(session, compiled, sweep, results.values)));
  const shipped = topic.cells.filter((cell) => cell.shipped);
  return {
    page,
    cells: shipped.map(({ id, title, source }) => ({ id, title, source })),
    compiled: compiled.filter(({ id }) => shipped.some((cell) => cell.id === id)),
    api: Object.keys(engine),
    knobs: [...results.knobs.values()],
    experiments,
    sweeps,
    questions,
    values: await valuesOf(work, answers),
    output: results.output,
  };
}

/** What the cells ask, and the answers: before all else, since any cell may use them. */
async function questionsOf(work: Work): Promise<PageQuestion[]> {
  const { source, topic, compiled, results, session } = work;
  if (compiled.every(({ questions }) => questions.length === 0)) return [];
  const nothing = { knobs: {}, experiments: [], watched: [] };
  await session.ask({ kind: "load", cells: compiled, ...nothing });
  refuseFailures(work);
  try {
    return await answerQuestions(session, compiled, () => results.questions);
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    if (error.cause instanceof HangingError) throw error.cause;
    const cell = compiled.find(({ names }) => names.includes(error.question))?.id ?? "";
    throw new TopicError(source.file, lineOf(topic, cell, 1), inCell(topic, cell, error.message));
  }
}

function refuseFailures({ source, topic, results }: Work): void {
  for (const { cell, line, message } of results.failures) {
    throw new TopicError(source.file, lineOf(topic, cell, line), inCell(topic, cell, message));
  }
}

function withFaults(work: Work, { id, run, seed, faultsName, tag }: TopicExperiment) {
  const { source, results } = work;
  const trace = results.runs.get(id)?.trace;
  const links = trace?.links.map((link) => link.id);
  const given = faultsIn(results.values, faultsName);
  const { faults, problems } = validateFaults(given, trace && { nodes: trace.nodes, links });
  if (problems.length > 0)
    throw new TopicError(source.file, tag.line, `<Experiment>: ${problems[0]}`);
  return { id, run, seed, faults } satisfies ExperimentInput;
}

function faultsIn(values: PageData["values"], name: string): Fault[] {
  return name === "" ? [] : (JSON.parse(String(values[name])) as Fault[]);
}

/** A knob that the page does not have, or a value that it may not take, would change nothing. */
function checkKnobs({ source, topic, results }: Work): void {
  const check = (tag: Tag, name: string, value: KnobValue): void => {
    const knob = results.knobs.get(name);
    const words = knob === undefined ? `there is no knob ${name}.` : knobProblem(knob, value);
    if (words !== "") throw new TopicError(source.file, tag.line, `<${tag.name}>: ${words}`);
  };
  for (const { tag, knobs } of topic.values)
    for (const [name, value] of Object.entries(knobs)) check(tag, name, value);
  for (const { tag, fixed, knob, from, to } of topic.sweeps)
    for (const [name, value] of [...Object.entries(fixed), [knob, from], [knob, to]] as const)
      check(tag, name as string, value);
}

/** What goes wrong in `asked` goes wrong for a tag: it has that tag's place. */
async function placed<T>({ source, topic }: Work, tag: Tag, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw new TopicError(source.file, tag.line, `<${tag.name}>: ${messageOf(topic, error)}`);
  }
}

function messageOf(topic: TopicCells, error: unknown): string {
  if (!(error instanceof HangingError)) return (error as Error).message;
  return hangingWords(nameOf(topic, error.cell), error.limit);
}

/** The values in the prose, each under its own conditions. */
async function valuesOf(work: Work, answers: Answers): Promise<PageData["values"]> {
  const { topic, compiled, results, session } = work;
  const values: PageData["values"] = {};
  for (const { name, seed, knobs, faultsName, tag } of topic.values) {
    const jobs = [{ seed, knobs, faults: faultsIn(results.values, faultsName) }];
    const asked = session.ask({ kind: "evaluate", cells: compiled, target: name, jobs, answers });
    const reply = await placed(work, tag, asked);
    if (reply.kind !== "values") continue;
    const [value] = reply.values;
    if (typeof value !== "object") values[name] = value;
    else await placed(work, tag, Promise.reject(new Error(value.error)));
  }
  return values;
}

async function pageExperiment(
  { source, session, results }: Work,
  { tag }: TopicExperiment,
  { id, run, seed, faults }: ExperimentInput,
): Promise<PageExperiment> {
  const result = results.runs.get(id);
  if (result === undefined) throw new Error(`Experiment “${id}” brought no run.`);
  const trace = new Trace(result.trace);
  const at = firstMoment(source, trace, tag);
  const row = Math.max(0, processRow(trace, at));
  const reply = await session.ask({ kind: "moment", experiment: id, row });
  if (reply.kind !== "moment")
    throw new Error(`A moment of “${id}” was answered by ${reply.kind}.`);
  return { id, run, seed, faults, at, result: runToText(result), moment: reply.moment };
}

/** The moment that a page opens on: its author's, in seconds, or the first loss, or the middle. */
function firstMoment({ file }: TopicSource, trace: Trace, { attributes, line }: Tag): number {
  const seconds = attributes["at"]?.text;
  if (seconds !== undefined) {
    const at = Math.round(Number(seconds) * 1e9);
    if (seconds.trim() !== "" && at >= 0 && at <= Number.MAX_SAFE_INTEGER) return at;
    throw new TopicError(file, line, `<Experiment> has at="${seconds}": write it in seconds.`);
  }
  for (let row = 0; row < trace.rows; row++)
    if (trace.kind(row) === EventKind.lose) return trace.time(row);
  return trace.end / 2;
}
