/**
 * The journal of a sweep: each run's figures as soon as they are there, so that a sweep that was
 * interrupted goes on where it was. A line of JSON each; a line that was torn is left out.
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Answer, Pool } from "../../engine/check/pool.ts";
import type { Figures } from "../../engine/check/sweep.ts";
import { CommandFailure } from "../failure.ts";

const KIND = "journal of a mostly-reliable sweep";

/** A name for all that a sweep's results follow from: another sweep has another one. */
export function keyOf(plan: unknown): string {
  return createHash("sha256").update(JSON.stringify(plan)).digest("hex").slice(0, 32);
}

/** Where the journal of a sweep lies whose results go to standard output. */
export function standardPlace(key: string): string {
  const folder = process.env.XDG_STATE_HOME || join(homedir(), ".local", "state");
  return join(folder, "mostly-reliable", `${key}.journal`);
}

export class Journal {
  readonly path: string;
  /** The figures that are known, by job. */
  readonly known: Map<number, Figures>;
  readonly #file: number;

  /**
   * Opens a sweep's journal, or begins it.
   * @throws CommandFailure if it belongs to another sweep, or cannot be written.
   */
  constructor(path: string, key: string) {
    this.path = path;
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.known = existsSync(path) ? read(path, key) : new Map<number, Figures>();
      this.#file = openSync(path, "a");
      if (this.known.size === 0) truncateSync(path);
      if (this.known.size === 0) this.#write({ kind: KIND, key });
    } catch (error) {
      if (error instanceof CommandFailure) throw error;
      const remedy = "--state FILE names another place for it";
      const { message } = error as Error;
      throw new CommandFailure(`The journal ${path} cannot be kept (${message}): ${remedy}.`);
    }
  }

  keep(job: number, figures: Figures): void {
    this.known.set(job, figures);
    this.#write({ job, figures });
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The sweep is finished, and its results are where they were to go. */
  remove(): void {
    rmSync(this.path, { force: true });
  }

  #write(line: object): void {
    try {
      writeSync(this.#file, `${JSON.stringify(line)}\n`);
    } catch (error) {
      const words = `${this.path} cannot be written: ${(error as Error).message}`;
      throw new CommandFailure(`${words}. What it holds is kept; the same command goes on.`);
    }
  }
}

function read(path: string, key: string): Map<number, Figures> {
  const text = readFileSync(path, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const lines = whole.split("\n").slice(0, -1).map(parsed);
  const [head] = lines;
  if (text !== "" && (head?.kind !== KIND || head.key !== key)) {
    const why = "its file, knobs, seeds, metrics, faults or engine differ";
    const remedy = "Finish that one, delete the file, or name another with --state";
    throw new CommandFailure(`${path} is of another sweep: ${why}. ${remedy}.`);
  }
  truncateSync(path, Buffer.byteLength(whole));
  const jobs = lines.filter((line) => typeof line?.job === "number");
  return new Map(jobs.map((line) => [line!.job as number, line!.figures as Figures]));
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** A pool that has only those jobs done that a journal does not know, and keeps their results. */
export function keepingPool(pool: Pool<Figures>, journal: Journal): Pool<Figures> {
  return {
    async map(jobs, onResult, signal) {
      const left: number[] = [];
      for (const job of jobs.keys()) {
        const figures = journal.known.get(job);
        if (figures === undefined) left.push(job);
        else onResult(job, { result: figures });
      }
      const keep = (place: number, answer: Answer<Figures>): void => {
        // A run that failed may fare better another time: with more patience, say.
        if ("result" in answer) journal.keep(left[place], answer.result);
        onResult(left[place], answer);
      };
      await pool.map(
        left.map((job) => jobs[job]),
        keep,
        signal,
      );
    },
  };
}
