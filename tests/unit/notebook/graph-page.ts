/** A reactive graph that remembers everything it says. */
import type { Question } from "../../../src/notebook/questions/question.ts";
import * as engine from "../../../src/engine/index.ts";
import type { Knob } from "../../../src/notebook/knob.ts";
import type { CellFailure } from "../../../src/notebook/run/failure.ts";
import { Graph } from "../../../src/notebook/run/graph.ts";
import type { CellStatus } from "../../../src/notebook/run/watcher.ts";
import { compiled, load } from "./support.ts";

/** A graph and everything that it has said. */
export class Page {
  begun: string[] = [];
  readonly cells = new Map<string, CellStatus>();
  readonly knobs = new Map<string, Knob>();
  values: [string, string, unknown][] = [];
  failures: [string, string, CellFailure][] = [];
  readonly questions = new Map<string, Question>();
  readonly graph: Graph;

  constructor(watched: string[] = []) {
    const watcher = {
      begin: (cell: string) => void (cell !== "" && this.begun.push(cell)),
      cell: (id: string, status: CellStatus) => void this.cells.set(id, status),
      knob: (knob: Knob) => void this.knobs.set(knob.name, knob),
      question: (question: Question) => void this.questions.set(question.name, question),
      value: (...told: [string, string, unknown]) => void this.values.push(told),
      failed: (...told: [string, string, CellFailure]) => void this.failures.push(told),
    };
    this.graph = new Graph({ ...engine }, load, watcher, watched);
  }

  /** Sets cells and waits. */
  async show(...sources: string[]): Promise<void> {
    await this.graph.setCells(compiled(...sources));
    await this.settle();
  }

  /** What has been run and told since the last time. */
  async settle(): Promise<{ begun: string[]; values: unknown[] }> {
    await this.graph.settle();
    const [begun, values] = [this.begun.toSorted(), this.values];
    [this.begun, this.values] = [[], []];
    return { begun, values };
  }

  async turn(knobs: Record<string, number | boolean>): Promise<{ begun: string[] }> {
    this.graph.setKnobs(knobs);
    return this.settle();
  }
}

/** A cell with two knobs. */
export const knobs =
  'const a = knob("A", { max: 9, value: 1 });\nconst b = knob("B", { max: 9, value: 2 });';

export const experiment = (id: string, more: object = {}) => ({
  ...{ id, run: "run", seed: "7", faults: [] as engine.Fault[] },
  ...more,
});
