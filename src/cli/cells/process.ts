/** A confined process of a file's code, as the command sees it: one worker of a pool. */
import type { ChildProcess } from "node:child_process";
import type { Exploration, Progress } from "../../engine/check/explore.ts";
import type { Job } from "../../engine/check/pool.ts";
import { confinedProcess } from "../child-process.ts";
import { CommandFailure, ExitCode } from "../failure.ts";
import type { Done, Hand } from "../hand.ts";
import type { Bounds, CellWork, Description, FromCells, ToCells } from "./messages.ts";

/** How long an exploration that is to end may take to say what it has found, ms. */
const FAREWELL = 10_000;

type Lost = { kind: "lost"; error: string; isLate: boolean };

export class CellProcess implements Hand {
  readonly #child: ChildProcess;
  /** Resolves when the code is loaded, or never will be: only then its time begins to count. */
  readonly #loaded: Promise<unknown>;
  #end: string | undefined;

  constructor(work: CellWork) {
    this.#child = confinedProcess(new URL("child.ts", import.meta.url));
    this.#child.on("error", () => undefined); // of a message to a process that has just ended
    this.#child.once("exit", (code, signal) => {
      this.#end = `Its process has ended (${signal ?? `code ${code}`}): out of memory?`;
    });
    this.#loaded = new Promise((resolve) => {
      this.#child.once("message", resolve).once("exit", resolve);
    });
    this.#child.unref();
    this.#child.send({ kind: "work", work } satisfies ToCells);
  }

  /**
   * Runs the cells once.
   * @param patience ms.
   * @throws CommandFailure with what they throw, or if they take too long.
   */
  async describe(patience: number): Promise<Description> {
    const reply = await this.#ask({ kind: "describe" }, patience);
    if (reply.kind === "description") return reply.description;
    if (reply.kind === "refused") throw new CommandFailure(reply.message, ExitCode.bad);
    if (reply.kind !== "lost") throw new Error(`A description was answered by “${reply.kind}”.`);
    const remedy = reply.isLate ? " Does a loop never end? --limit gives it more time." : "";
    throw new CommandFailure(`${reply.error}${remedy}`, ExitCode.stopped);
  }

  async ask(jobs: readonly Job[], patience: number): Promise<Done> {
    const reply = await this.#ask({ kind: "jobs", jobs }, patience);
    if (reply.kind === "answers") return { answers: reply.answers };
    if (reply.kind === "lost") return { lost: reply.error };
    return { fatal: reply.kind === "refused" ? reply.message : `It answered “${reply.kind}”.` };
  }

  /**
   * Explores the experiment. When the time is over or the signal says so, it ends with what it has.
   * @param limit ms.
   * @throws CommandFailure if it cannot be explored, or its code hangs.
   */
  async explore(
    bounds: Bounds,
    limit: number,
    { signal, onPartial }: { signal: AbortSignal; onPartial: (partial: Progress) => void },
  ): Promise<Exploration> {
    const stop = (): void => void this.#child.send({ kind: "stop" } satisfies ToCells);
    const hear = (message: unknown): void => {
      const { kind } = message as FromCells;
      if (kind === "progress") onPartial((message as { progress: Progress }).progress);
    };
    const timer = setTimeout(stop, limit);
    this.#child.on("message", hear);
    signal.addEventListener("abort", stop);
    try {
      const reply = await this.#ask({ kind: "explore", bounds }, limit + Math.min(limit, FAREWELL));
      if (reply.kind === "exploration") return reply.exploration;
      if (reply.kind === "refused") throw new CommandFailure(reply.message);
      const words = reply.kind === "lost" ? reply.error : `It answered “${reply.kind}”.`;
      throw new CommandFailure(words, ExitCode.stopped);
    } finally {
      clearTimeout(timer);
      this.#child.off("message", hear);
      signal.removeEventListener("abort", stop);
    }
  }

  end(): Promise<void> {
    this.#child.kill("SIGKILL");
    return Promise.resolve();
  }

  async #ask(question: ToCells, patience: number): Promise<FromCells | Lost> {
    this.#child.ref();
    await this.#loaded;
    if (this.#end !== undefined) return { kind: "lost", error: this.#end, isLate: false };
    const stop = new AbortController();
    try {
      return await new Promise<FromCells | Lost>((resolve) => {
        this.#listen("message", stop.signal, (reply) => {
          if ((reply as FromCells).kind !== "progress") resolve(reply as FromCells);
        });
        this.#listen("exit", stop.signal, () => {
          resolve({ kind: "lost", error: this.#end ?? "Its process has ended.", isLate: false });
        });
        const timer = setTimeout(() => {
          const error = `It was still running after ${patience / 1_000} s.`;
          resolve({ kind: "lost", error, isLate: true });
          void this.end();
        }, patience);
        stop.signal.addEventListener("abort", () => clearTimeout(timer));
        this.#child.send(question);
      });
    } finally {
      stop.abort();
      this.#child.unref();
    }
  }

  #listen(event: string, signal: AbortSignal, act: (value: unknown) => void): void {
    this.#child.on(event, act);
    signal.addEventListener("abort", () => this.#child.off(event, act));
  }
}
