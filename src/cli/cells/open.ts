/** A file, ready to be asked: read, compiled, and run once in a process of its own. */
import type { Fault } from "../../engine/faults.ts";
import type { TopicCells } from "../../notebook/build/topic-cells.ts";
import type { KnobValue } from "../../notebook/knob.ts";
import { readFaults } from "../faults.ts";
import { readKnob } from "../knobs.ts";
import type { Asked, CellWork, Description } from "./messages.ts";
import { CellProcess } from "./process.ts";
import { type Expression, type Subject, SubjectReader, workOf } from "./subject.ts";

/** A file that can be asked. Whoever has it ends its process. */
export type Opened = {
  subject: Subject;
  work: CellWork;
  description: Description;
  /** A process that has the file's code already. */
  scout: CellProcess;
};

/** What is asked of a file. */
export type Question = {
  /** The expressions, given what the file declares. */
  expressions: (declared: TopicCells) => readonly Expression[];
  /** What is made of each job, given the names of the expressions' values. */
  asked: (targets: string[]) => Asked;
};

/**
 * Opens a file for a question.
 * @param patience How long its code may take, ms.
 * @throws CommandFailure, TopicError: naming place and remedy.
 */
export async function open(
  reader: SubjectReader,
  { expressions, asked }: Question,
  patience: number,
): Promise<Opened> {
  const subject = await reader.read(expressions, patience);
  const work = workOf(subject, asked(subject.targets));
  const scout = new CellProcess(work);
  try {
    return { subject, work, scout, description: await scout.describe(patience) };
  } catch (error) {
    await scout.end();
    throw error;
  }
}

/** The faults of an option, or the author's. */
export function faultsOf({ description }: Opened, option: string | undefined): Fault[] {
  const { faults, nodes, links } = description;
  return readFaults(option, faults, { nodes, links });
}

/** The knobs of options, each of one value. */
export function knobsOf(
  { description }: Opened,
  texts: readonly string[],
  option = "--knob",
): Record<string, KnobValue> {
  return Object.fromEntries(texts.map((text) => readKnob(text, description.knobs, option)));
}
