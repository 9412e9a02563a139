/**
 * What a trace does not hold of the moment that is shown: asked of the worker, one question at a
 * time; the latest row wins, and an answer about a run that is gone is not shown.
 */
import { processRow } from "../../src/engine/trace/process-row.ts";
import type { MomentData } from "../../src/notebook/protocol.ts";
import type { ShownRun } from "../page/shown-run.ts";

export type MomentOptions = {
  run: () => ShownRun;
  /** ns */
  playhead: () => number;
  /** Undefined where there is nobody to ask. */
  ask: (row: number) => Promise<MomentData | undefined>;
  taken: (moment: MomentData) => void;
};

export class Moments {
  readonly #options: MomentOptions;
  #row = -1;
  #isAsking = false;

  constructor(options: MomentOptions) {
    this.#options = options;
  }

  /** Another run, or the same one made by other code: what is known is not about it. */
  forget(): void {
    this.#row = -1;
  }

  /** Asks about the moment that is shown now, unless it is known. */
  async refresh(): Promise<void> {
    const { run, playhead, ask, taken } = this.#options;
    const asked = run();
    const row = processRow(asked.trace, playhead());
    if (row === this.#row || row < 0 || this.#isAsking) return;
    this.#isAsking = true;
    this.#row = row;
    const moment = await ask(row);
    this.#isAsking = false;
    const isForgotten = this.#row !== row;
    if (moment === undefined || isForgotten || asked !== run()) this.forget();
    else taken(moment);
    // Nobody answered: whoever takes that one's place will say that it is there.
    if (moment !== undefined || isForgotten) void this.refresh();
  }
}
