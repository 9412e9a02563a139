/**
 * The script of the sandbox's frame: fixed, pinned by its hash in the page's policy. It starts
 * workers, passes their messages on as far as the page has given credit, and ends them. No
 * reader's code ever runs in this document; it could send datagrams by WebRTC, so that goes first.
 */
import type { FromRunner, ToRunner } from "./runner-protocol.ts";

for (const name of Object.getOwnPropertyNames(globalThis))
  if (/RTC|WebTransport|WebSocket/.test(name)) Reflect.deleteProperty(globalThis, name);

/** Messages that may wait for credit; a worker that posts more is ended. */
const MOST_WAITING = 512;
/**
 * Messages that may follow one request. The page reads fast enough to keep few waiting, and what
 * a flood leaves behind in this frame's own queue would hold up the next worker.
 */
const MOST_FOR_A_REQUEST = 5_000;

type Waiting = { data: unknown; transfer: Transferable[] };

class Relay {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #address: string;
  #credit = 0;
  #since = 0;
  #waiting: Waiting[] = [];

  constructor(code: string, port: MessagePort) {
    this.#address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.#worker = new Worker(this.#address);
    this.#port = port;
    this.#worker.onmessage = (event) => this.#fromWorker(event);
    this.#worker.onmessageerror = () => this.#break("it sent what cannot be read");
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#break(String(event.message));
    };
    port.onmessage = (event) => this.#fromPage(event.data as ToRunner);
  }

  #say(message: FromRunner, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  #fromPage(message: ToRunner): void {
    if (message.kind === "stop") return this.#stop();
    if (message.kind === "to-worker") {
      this.#since = 0;
      return this.#worker.postMessage(message.data);
    }
    this.#credit += message.credit;
    while (this.#credit > 0 && this.#waiting.length > 0)
      this.#pass(this.#waiting.shift() as Waiting);
  }

  /** The notebook sends no ports: whoever does is no notebook. */
  #fromWorker({ data, ports }: MessageEvent<unknown>): void {
    for (const port of ports) port.close();
    if (ports.length > 0) return this.#break("it sent a port");
    this.#since += 1;
    if (this.#since > MOST_FOR_A_REQUEST) return this.#flooded();
    const waiting = { data, transfer: buffersOf(data) };
    if (this.#credit > 0) return this.#pass(waiting);
    this.#waiting.push(waiting);
    if (this.#waiting.length > MOST_WAITING) this.#flooded();
  }

  #flooded(): void {
    this.#waiting = [];
    this.#stop();
    this.#say({ kind: "flooded" });
  }

  #pass({ data, transfer }: Waiting): void {
    this.#credit -= 1;
    try {
      this.#say({ kind: "from-worker", data }, transfer);
    } catch {
      this.#break("it sent what cannot be passed on");
    }
  }

  #break(message: string): void {
    this.#waiting = [];
    this.#stop();
    this.#say({ kind: "broken", message: message.slice(0, 500) });
  }

  #stop(): void {
    this.#worker.terminate();
    this.#worker.onmessage = null;
    URL.revokeObjectURL(this.#address);
    this.#say({ kind: "stopped" });
  }
}

/** The trace's columns move on without a copy; nothing else of a message is looked at here. */
function buffersOf(data: unknown): ArrayBuffer[] {
  const chunks = (data as { run?: { trace?: { chunks?: unknown } } } | null)?.run?.trace?.chunks;
  if (!Array.isArray(chunks)) return [];
  const columns = chunks.slice(0, 1_000).flatMap((chunk) => Object.values(Object(chunk) as object));
  const buffers = columns.map((column) => (Object(column) as { buffer?: unknown }).buffer);
  return [...new Set(buffers.filter((buffer) => buffer instanceof ArrayBuffer))];
}

const page = parent;
addEventListener("message", (event: MessageEvent<{ kind: string; code: string }>) => {
  if (event.source !== page || event.data.kind !== "start" || event.ports.length !== 1) return;
  new Relay(event.data.code, event.ports[0]);
});
page.postMessage({ kind: "runner-ready" }, "*");
