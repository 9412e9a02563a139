/** The runs that cells make, each with what it came from: a run alone cannot be looked into. */
import * as engine from "../../engine/index.ts";
import type { Run, Spec } from "../../engine/index.ts";
import { Recording, recordingFrom } from "../../engine/simulate.ts";

export class CellRuns {
  readonly #specs = new WeakMap<object, Spec>();
  /** How each run is recorded, should anybody look into it. */
  readonly #recorders = new WeakMap<object, () => Recording>();
  /** Runs that somebody has looked into, so that the next look is quick. */
  readonly #recordings = new WeakMap<object, Recording>();

  /** The engine, as cells have it: what makes runs is known here. */
  readonly api: Record<string, unknown> = {
    ...engine,
    simulate: (spec: Spec): Run => {
      const run = engine.simulate(spec);
      this.#specs.set(run, spec);
      this.#recorders.set(run, () => new Recording(spec));
      return run;
    },
    resumeFrom: (...given: Parameters<typeof recordingFrom>): Run => {
      const run = engine.resumeFrom(...given);
      this.#recorders.set(run, () => recordingFrom(...given));
      return run;
    },
  };

  /** Whether a value is a run of these cells. */
  isRun(value: unknown): value is Run {
    return typeof value === "object" && value !== null && this.#recorders.has(value);
  }

  /** The spec that a run was simulated from; undefined for whatever else a value is. */
  specOf(value: unknown): Spec | undefined {
    return typeof value === "object" && value !== null ? this.#specs.get(value) : undefined;
  }

  /** The recording of a run, made when it is first asked for; undefined if cells have none. */
  recordingOf(run: Run | undefined): Recording | undefined {
    if (run === undefined) return undefined;
    const recording = this.#recordings.get(run) ?? this.#recorders.get(run)?.();
    if (recording !== undefined) this.#recordings.set(run, recording);
    return recording;
  }
}

/** The sentence for a name that should be a run. */
export function notARun(name: string): string {
  return `${name} is not a run. Write const ${name} = simulate({ … }).`;
}
