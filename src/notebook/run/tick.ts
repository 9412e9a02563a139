/**
 * The next turn of the event loop, sooner than a frame. @observablehq/runtime takes
 * `requestAnimationFrame` when it is imported, which costs up to 15 ms a computation and never
 * comes in a background tab: importing this file first gives it a message port instead.
 */

let waiting: (() => void)[] = [];
const { port1, port2 } = new MessageChannel();

function flush(): void {
  const now = waiting;
  waiting = [];
  for (const resume of now) resume();
  settlePort();
}

/** Under Node an open port would keep the process alive. */
function settlePort(): void {
  const port = port1 as unknown as { unref?(): void; ref?(): void };
  if (waiting.length === 0) port.unref?.();
}

const send = port2.postMessage.bind(port2);
port1.onmessage = flush;
settlePort();

function later(resume: () => void): void {
  if (waiting.length === 0) {
    (port1 as unknown as { ref?(): void }).ref?.();
    send(0);
  }
  waiting.push(resume);
}

/** Resolves in the next turn of the event loop. */
export function tick(): Promise<void> {
  return new Promise(later);
}

(globalThis as { requestAnimationFrame?: (resume: () => void) => void }).requestAnimationFrame =
  later;
