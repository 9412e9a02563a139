/** A session in Node, behind whatever brings its requests: of a thread, or of a process. */
import { PROTOCOL, type Message, type Request } from "../protocol.ts";
import type { Definition } from "../run/scope.ts";
import { Session } from "../run/session.ts";
import { removeLocale } from "../run/shim.ts";

/** The code of a compiled cell, loaded. */
export async function loadDefinition(code: string): Promise<Definition> {
  const address = `data:text/javascript;charset=utf-8,${encodeURIComponent(code)}`;
  const module = (await import(address)) as { default: Definition };
  return module.default;
}

/**
 * Begins a session in which cells find the language and nothing of the machine.
 * @returns what takes its requests; they are carried out one after another.
 */
export function serveSession(
  say: (message: Message, transfer: ArrayBuffer[]) => void,
): (request: Request) => void {
  removeLocale();
  const session = new Session((body, transfer = []) => {
    say({ version: PROTOCOL, ...body }, transfer);
  }, loadDefinition);
  let queue = Promise.resolve();
  return (request) => {
    queue = queue.then(() => session.handle(request));
  };
}
