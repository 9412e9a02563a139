/** A session in a thread of Node, asked and answered like the page's: for build and tests. */
import { Worker } from "node:worker_threads";
import type { Message } from "../protocol.ts";
import type { Ask } from "../sandbox/worker-handle.ts";

type Reply = Message & { request: number };

/** Thrown when a request outlasts its limit; names the cell that was running. */
export class HangingError extends Error {
  readonly cell: string;
  readonly limit: number;

  constructor(cell: string, limit: number) {
    super(hangingWords(cell, limit));
    this.name = "HangingError";
    this.cell = cell;
    this.limit = limit;
  }
}

/** What is said of a cell that was still running after `limit` ms. */
export function hangingWords(cell: string, limit: number): string {
  return `“${cell}” was still running after ${limit / 1000} s. Does one of its loops never end?`;
}

export class NodeSession {
  readonly #worker = new Worker(new URL("./node-worker.ts", import.meta.url));
  readonly #listen: (message: Message) => void;
  readonly #limit: number;
  readonly #broken: Promise<never>;
  #next = 1;
  #cell = "";

  /** `limit`: how long a request may take, ms. */
  constructor(listen: (message: Message) => void, limit: number) {
    this.#listen = listen;
    this.#limit = limit;
    this.#broken = new Promise((_, reject) => {
      this.#worker.once("error", reject);
      this.#worker.once("exit", () => reject(new Error("The thread of the cells has ended.")));
    });
    this.#broken.catch(() => undefined); // whoever asks hears of it
    this.#worker.on("message", (message: Message) => {
      if (message.kind === "begin") this.#cell = message.cell || this.#cell;
      if (!("request" in message)) this.#listen(message);
    });
  }

  /** Resolves with the reply; rejects with what the session refused, or a `HangingError`. */
  ask(request: Ask): Promise<Reply> {
    const number = this.#next++;
    return new Promise<Reply>((resolve, reject) => {
      const timer = setTimeout(() => {
        finish(() => reject(new HangingError(this.#cell, this.#limit)));
        void this.end();
      }, this.#limit);
      const finish = (tell: () => void): void => {
        clearTimeout(timer);
        this.#worker.off("message", answer);
        tell();
      };
      const answer = (message: Message): void => {
        if (!("request" in message) || message.request !== number) return;
        if (message.kind === "refused") finish(() => reject(new Error(message.message)));
        else finish(() => resolve(message));
      };
      this.#broken.catch((error: Error) => finish(() => reject(error)));
      this.#worker.on("message", answer);
      this.#worker.postMessage({ ...request, request: number });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
