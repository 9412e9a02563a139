/** A confined process of a file's code, as the command sees it: one worker of a pool. */
import type { ChildProcess } from "node:child_process";
import type { Job } from "../../engine/check/pool.ts";
import { confinedProcess } from "../child-process.ts";
import { CommandFailure, ExitCode } from "../failure.ts";
import type { Done, Hand } from "../hand.ts";
import type { CellWork, Description, FromCells, ToCells } from "./messages.ts";

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

  end(): Promise<void> {
    this.#child.kill("SIGKILL");
    return Promise.resolve();
  }

  async #ask(question: ToCells, patience: number): Promise<FromCells | Lost> {
    this.#child.ref();
    await this.#loaded;
    if (this.#end !== undefined) return { kind: "lost", error: this.#end, isLate: false };
    let stop = (): void => undefined;
    try {
      return await new Promise<FromCells | Lost>((resolve) => {
        const hear = (reply: unknown): void => resolve(reply as FromCells);
        const fail = (): void =>
          resolve({ kind: "lost", error: this.#end ?? "Its process has ended.", isLate: false });
        const timer = setTimeout(() => {
          const error = `It was still running after ${patience / 1_000} s.`;
          resolve({ kind: "lost", error, isLate: true });
          void this.end();
        }, patience);
        this.#child.once("message", hear).once("exit", fail);
        stop = () => {
          clearTimeout(timer);
          this.#child.off("message", hear).off("exit", fail);
        };
        this.#child.send(question);
      });
    } finally {
      stop();
      this.#child.unref();
    }
  }
}
