/** A session in a thread or process of Node, asked and answered like the page's. */
import { Worker } from "node:worker_threads";
import type { Message, Request } from "../protocol.ts";
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

/** Thrown when the session cannot carry a request out, with its reason. */
export class RefusedError extends Error {
  override name = "RefusedError";
}

/** What is said of a cell that was still running after `limit` ms. */
export function hangingWords(cell: string, limit: number): string {
  const which = cell === "" ? "A cell" : `“${cell}”`;
  return `${which} was still running after ${limit / 1000} s. Does one of its loops never end?`;
}

/** Where a session runs, seen from outside. */
export type Vessel = {
  send(request: Request): void;
  onMessage(listen: (message: Message) => void): void;
  /** It has come to an end that nobody asked for. */
  onEnd(listen: (error: Error) => void): void;
  end(): Promise<unknown>;
};

/** A thread of this process. */
function thread(): Vessel {
  const worker = new Worker(new URL("./node-worker.ts", import.meta.url));
  return {
    send: (request) => worker.postMessage(request),
    onMessage: (listen) => worker.on("message", listen),
    onEnd: (listen) => {
      worker.once("error", listen);
      worker.once("exit", () => listen(new Error("The thread of the cells has ended.")));
    },
    end: () => worker.terminate(),
  };
}

type Waiting = { answer: (message: Reply) => void; fail: (error: Error) => void };

export class NodeSession {
  readonly #vessel: Vessel;
  readonly #limit: number;
  readonly #waiting = new Map<number, Waiting>();
  #broken: Error | undefined;
  #next = 1;
  #cell = "";

  /** `limit`: how long a request may take, ms. `listen` hears whatever is no reply. */
  constructor(listen: (message: Message) => void, limit: number, vessel = thread()) {
    this.#vessel = vessel;
    this.#limit = limit;
    vessel.onEnd((error) => {
      this.#broken ??= error;
      for (const { fail } of this.#waiting.values()) fail(this.#broken);
    });
    vessel.onMessage((message) => {
      if (message.kind === "begin") this.#cell = message.cell || this.#cell;
      if ("request" in message) this.#waiting.get(message.request)?.answer(message);
      else listen(message);
    });
  }

  /** Resolves with the reply; rejects with what the session refused, or a `HangingError`. */
  ask(request: Ask): Promise<Reply> {
    const number = this.#next++;
    return new Promise<Reply>((resolve, reject) => {
      if (this.#broken !== undefined) return reject(this.#broken);
      const fail = (error: Error): void => {
        clearTimeout(timer);
        this.#waiting.delete(number);
        reject(error);
      };
      const timer = setTimeout(() => {
        fail(new HangingError(this.#cell, this.#limit));
        void this.end();
      }, this.#limit);
      const answer = (message: Reply): void => {
        if (message.kind === "refused") return fail(new RefusedError(message.message));
        clearTimeout(timer);
        this.#waiting.delete(number);
        resolve(message);
      };
      this.#waiting.set(number, { answer, fail });
      this.#vessel.send({ ...request, request: number } as Request);
    });
  }

  async end(): Promise<void> {
    await this.#vessel.end();
  }
}
