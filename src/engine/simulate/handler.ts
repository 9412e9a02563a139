/** Calling a handler, and what it may return: nothing. */
import type { Process } from "../process/process.ts";

/** The handlers of a process. */
export type Handler = "start" | "receive" | "timeout";

/**
 * Calls a handler of a process.
 * @throws whatever it throws; TypeError if it would go on after it has returned.
 */
export function callHandler(
  process: Process,
  handler: Handler,
  input: unknown,
  from: string,
): void {
  if (handler === "receive") checkResult(handler, process.receive(input, from));
  else if (handler === "timeout") checkResult(handler, process.timeout(input as string));
  else checkResult(handler, process.start());
}

/**
 * Refuses handlers that would go on after they have returned.
 * @throws TypeError for a promise or a generator.
 */
function checkResult(handler: Handler, result: unknown): void {
  if (typeof result !== "object" || result === null) return;
  if (typeof (result as { then?: unknown }).then === "function") {
    const remedy = "To wait, set a timer and go on in timeout()";
    throw new TypeError(`${handler}() is async: nothing waits in simulated time. ${remedy}.`);
  }
  if (typeof (result as { next?: unknown }).next === "function") {
    throw new TypeError(`${handler}() is a generator: nobody would run it on. Make it a method.`);
  }
}
