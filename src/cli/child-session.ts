/** The session of a file's code in its own restricted process, asked and answered like a page's. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Message } from "../notebook/protocol.ts";
import type { Ask } from "../notebook/sandbox/worker-handle.ts";
import { CommandFailure, ExitCode } from "./failure.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Memory that the code may take, MB. */
const MEMORY = 2_048;

export class ChildSession {
  readonly #child: ChildProcess;
  readonly #limit: number;
  readonly #listen: (message: Message) => void;
  #cell = "";
  #next = 1;

  /** @param limit How long one request may take, ms. */
  constructor(listen: (message: Message) => void, limit: number) {
    this.#limit = limit;
    this.#listen = listen;
    this.#child = fork(fileURLToPath(new URL("child.ts", import.meta.url)), [], {
      serialization: "advanced",
      execArgv: [
        ...["--permission", `--allow-fs-read=${ROOT}*`, "--no-warnings"],
        `--max-old-space-size=${MEMORY}`,
      ],
    });
    this.#child.on("message", (message: Message) => {
      if (message.kind === "begin") this.#cell = message.cell || this.#cell;
      if (!("request" in message)) this.#listen(message);
    });
  }

  /**
   * Resolves with the reply.
   * @throws CommandFailure if the code hangs, takes too much memory, or cannot be asked this.
   */
  ask(request: Ask): Promise<Message & { request: number }> {
    const number = this.#next++;
    return new Promise((resolve, reject) => {
      const end = (failure: CommandFailure): void => {
        clearTimeout(timer);
        this.end();
        reject(failure);
      };
      const where = (): string => (this.#cell === "" ? "the file" : `“${this.#cell}”`);
      const timer = setTimeout(() => {
        const words = `${where()} was still running after ${this.#limit / 1_000} s`;
        end(new CommandFailure(`${words}. Does a loop never end? --limit gives it more time.`, 3));
      }, this.#limit);
      this.#child.once("exit", (code, signal) => {
        const how = signal ?? `code ${code}`;
        const words = `the process that ran ${where()} has ended (${how}): out of memory?`;
        end(new CommandFailure(words, ExitCode.stopped));
      });
      const answer = (message: Message): void => {
        if (!("request" in message) || message.request !== number) return;
        clearTimeout(timer);
        this.#child.off("message", answer);
        if (message.kind === "refused") end(new CommandFailure(message.message));
        else resolve(message);
      };
      this.#child.on("message", answer);
      this.#child.send({ ...request, request: number });
    });
  }

  end(): void {
    this.#child.removeAllListeners("exit");
    this.#child.kill("SIGKILL");
  }
}
