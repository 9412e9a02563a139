/**
 * One worker as the page sees it: requests that are answered or stopped in time. Whatever the
 * worker says is checked first; a worker that is silent past its budget, floods, or breaks the
 * protocol is ended, and the reason is a sentence.
 */
import type { Message, Request } from "../protocol.ts";
import { readMessage } from "../validate.ts";
import type { Frame } from "./frame.ts";
import type { FromRunner, ToRunner } from "./runner-protocol.ts";

/** How long a request may take before its worker is stopped, ms. */
export const BUDGET = 2_000;
/** How long a frame may take to confirm that a worker has been stopped, ms. */
const STOP_LIMIT = 300;
/** Messages that a worker may send before the page has read them. */
const CREDIT = 64;

type Unnumbered<R> = R extends Request ? Omit<R, "request"> : never;
export type Ask = Unnumbered<Request>;
type Reply = Message & { request: number };
type Waiting = {
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
};

/** Why a worker had to be stopped. */
export class StoppedError extends Error {
  /** The cell that was running, if known. */
  readonly cell: string;

  constructor(message: string, cell: string) {
    super(message);
    this.name = "StoppedError";
    this.cell = cell;
  }
}

export class WorkerHandle {
  readonly #port: MessagePort;
  readonly #frame: Frame;
  readonly #listen: (message: Message) => void;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #cell = "";
  #ended = false;
  #confirm: () => void = () => undefined;

  /** `listen` gets every message that is not a reply. */
  constructor(port: MessagePort, frame: Frame, listen: (message: Message) => void) {
    this.#port = port;
    this.#frame = frame;
    this.#listen = listen;
    port.onmessage = (event) => this.#receive(event.data as FromRunner);
    this.#send({ kind: "credit", credit: CREDIT });
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Sends a request; resolves with its reply, rejects with a `StoppedError` past the budget. */
  ask(request: Ask, budget = BUDGET): Promise<Reply> {
    const number = this.#next++;
    return new Promise((resolve, reject) => {
      const seconds = budget / 1000;
      const timer = setTimeout(
        () => this.end(`This code was still running after ${seconds} s, so it was stopped.`),
        budget,
      );
      this.#waiting.set(number, { resolve, reject, timer });
      if (this.#ended) return this.#rejectAll("The worker has been stopped.");
      this.#send({ kind: "to-worker", data: { ...request, request: number } });
    });
  }

  /** Stops the worker; what it was asked is rejected with `reason`. */
  end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#send({ kind: "stop" });
    this.#rejectAll(reason);
    this.#frame.await(this.#stopped());
  }

  /** Resolves when the worker is gone. A frame that is too busy to stop one goes itself. */
  #stopped(): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#port.close();
        resolve();
      };
      const timer = setTimeout(() => {
        this.#frame.remove();
        finish();
      }, STOP_LIMIT);
      this.#confirm = finish;
    });
  }

  #rejectAll(reason: string): void {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new StoppedError(reason, this.#cell));
    }
    this.#waiting.clear();
  }

  #send(message: ToRunner): void {
    this.#port.postMessage(message);
  }

  #receive(envelope: FromRunner): void {
    if (envelope.kind === "stopped") this.#confirm();
    else if (envelope.kind === "flooded") this.#flooded();
    else if (envelope.kind === "broken") this.end(`The sandbox broke: ${envelope.message}`);
    else {
      this.#send({ kind: "credit", credit: 1 });
      this.#read(envelope.data);
    }
  }

  /** What a flood leaves in the frame's own queue would hold up the next worker: both go. */
  #flooded(): void {
    this.end("This code sent too many messages at once.");
    this.#frame.remove();
  }

  #read(data: unknown): void {
    if (this.#ended) return;
    const message = readMessage(data);
    if (typeof message === "string")
      return this.end(`The code sent something that cannot be drawn: ${message}`);
    if (message.kind === "begin") this.#cell = message.cell;
    if ("request" in message) this.#answer(message);
    else this.#listen(message);
  }

  #answer(reply: Reply): void {
    const waiting = this.#waiting.get(reply.request);
    if (waiting === undefined) return;
    this.#waiting.delete(reply.request);
    clearTimeout(waiting.timer);
    if (reply.kind === "refused") waiting.reject(new Error(reply.message));
    else waiting.resolve(reply);
  }
}
