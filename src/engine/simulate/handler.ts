/** What a handler may return: nothing. */

/** The handlers of a process. */
export type Handler = "start" | "receive" | "timeout";

/**
 * Refuses handlers that would go on after they have returned.
 * @throws TypeError for a promise or a generator.
 */
export function checkResult(handler: Handler, result: unknown): void {
  if (typeof result !== "object" || result === null) return;
  if (typeof (result as { then?: unknown }).then === "function") {
    const remedy = "To wait, set a timer and go on in timeout()";
    throw new TypeError(`${handler}() is async: nothing waits in simulated time. ${remedy}.`);
  }
  if (typeof (result as { next?: unknown }).next === "function") {
    throw new TypeError(`${handler}() is a generator: nobody would run it on. Make it a method.`);
  }
}
