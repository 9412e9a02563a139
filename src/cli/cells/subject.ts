/**
 * What a question about many runs is about: an experiment of a file, and expressions in the names
 * of that file, which are compiled and type checked as if they stood in it.
 */
import type { TopicCell, TopicCells } from "../../notebook/build/topic-cells.ts";
import { TopicError } from "../../notebook/build/topic-source.ts";
import { CommandFailure } from "../failure.ts";
import { chooseExperiment, type FileExperiment, readSource, type Source } from "../source.ts";
import type { Asked, CellWork, Description, NameKind } from "./messages.ts";
import { CellProcess } from "./process.ts";

/** An expression of the command line. */
export type Expression = {
  /** The option, as it was given: it names the place where something is wrong. */
  option: string;
  source: string;
  /** Its type, given the name of the experiment's run. */
  type: (run: string) => string;
  /** What it may be, so that a misspelt name can be answered by those that there are. */
  kinds: readonly NameKind[];
};

export type Subject = Source & {
  experiment: FileExperiment;
  /** The names of the expressions' values, in the expressions' order. */
  targets: string[];
};

const nameOf = (index: number): string => `asked_${index + 1}`;

/** Reads a file for some expressions. */
export class SubjectReader {
  readonly #path: string;
  readonly #experiment: string | undefined;

  constructor(path: string, experiment: string | undefined) {
    this.#path = path;
    this.#experiment = experiment;
  }

  /**
   * @param ask The expressions, given what the file declares.
   * @param patience How long the file's code may take to say what names there are, ms.
   * @throws CommandFailure, TopicError: naming place and remedy.
   */
  async read(
    ask: (declared: TopicCells) => readonly Expression[],
    patience: number,
  ): Promise<Subject> {
    let expressions: readonly Expression[] = [];
    const more = (file: string, declared: TopicCells): TopicCell[] => {
      const { run } = chooseExperiment({ file, ...declared }, this.#experiment);
      expressions = ask(declared);
      return expressions.map((expression, i) => cellOf(expression, nameOf(i), run));
    };
    try {
      const source = readSource(this.#path, more);
      const targets = expressions.map((_, i) => nameOf(i));
      return { ...source, experiment: chooseExperiment(source, this.#experiment), targets };
    } catch (error) {
      const wrong = expressions.find((each) => problemIn(error, each) !== undefined);
      if (wrong === undefined) throw error;
      const words = `${wrong.option}: ${problemIn(error, wrong)}`;
      throw new CommandFailure(`${words} ${await this.#remedy(wrong.kinds, patience)}`);
    }
  }

  /** Which names there are that would do, in a file that cannot be compiled with what is asked. */
  async #remedy(kinds: readonly NameKind[], patience: number): Promise<string> {
    const source = readSource(this.#path);
    const experiment = chooseExperiment(source, this.#experiment);
    const scout = new CellProcess(workOf({ ...source, experiment }, { kind: "claims" }));
    try {
      return fitting(source, await scout.describe(patience), kinds);
    } finally {
      await scout.end();
    }
  }
}

/** A sentence on the names of a file that are of these kinds. */
export function fitting(
  source: Source,
  { names, knobs }: Description,
  kinds: readonly NameKind[],
): string {
  const found = source.names.filter(
    (name) => kinds.includes(names[name]) && !knobs.some((knob) => knob.name === name),
  );
  if (found.length === 0) return `The file has no ${kinds.join(" or ")} of its own.`;
  return `The file has ${found.join(", ")}.`;
}

/** The work of a process about a subject. */
export function workOf(
  { cells, experiment }: Pick<Subject, "cells" | "experiment">,
  asked: Asked,
): CellWork {
  const { run, seed, faultsName } = experiment;
  return { cells, run, seed, faultsName, asked };
}

function cellOf({ option, source, type }: Expression, id: string, run: string): TopicCell {
  const text = `const ${id}: ${type(run)} = (${source});`;
  return { id, title: option, source: text, line: 1, visible: false, shipped: false };
}

/** What is wrong with an expression, if an error is about it. */
function problemIn(error: unknown, { option }: Expression): string | undefined {
  if (!(error instanceof TopicError)) return undefined;
  const place = `In cell “${option}”: `;
  const at = error.message.indexOf(place);
  return at < 0 ? undefined : error.message.slice(at + place.length);
}
