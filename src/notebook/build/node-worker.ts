/** The build's worker: the same session as in the page, in a thread that can be ended. */
import { parentPort, type MessagePort } from "node:worker_threads";
import { PROTOCOL, type Request } from "../protocol.ts";
import { Session } from "../run/session.ts";
import type { Definition } from "../run/scope.ts";
import { removeLocale } from "../run/shim.ts";

const port = parentPort as MessagePort;

async function load(code: string): Promise<Definition> {
  const address = `data:text/javascript;charset=utf-8,${encodeURIComponent(code)}`;
  const module = (await import(address)) as { default: Definition };
  return module.default;
}

removeLocale();
const session = new Session((body, transfer = []) => {
  port.postMessage({ version: PROTOCOL, ...body }, transfer);
}, load);

let queue = Promise.resolve();
port.on("message", (request: Request) => {
  queue = queue.then(() => session.handle(request));
});
