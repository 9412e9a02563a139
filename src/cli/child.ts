/**
 * Where the code of a file runs: a process of its own, which Node lets neither write, nor connect,
 * nor start anything (`--permission`). It carries out what the notebook's session is asked.
 */
import { PROTOCOL, type Request } from "../notebook/protocol.ts";
import type { Definition } from "../notebook/run/scope.ts";
import { Session } from "../notebook/run/session.ts";
import { removeLocale } from "../notebook/run/shim.ts";

async function load(code: string): Promise<Definition> {
  const address = `data:text/javascript;charset=utf-8,${encodeURIComponent(code)}`;
  const module = (await import(address)) as { default: Definition };
  return module.default;
}

removeLocale();
const say = process.send?.bind(process);
const session = new Session((body) => void say?.({ version: PROTOCOL, ...body }), load);
let queue = Promise.resolve();
process.on("message", (request: Request) => {
  queue = queue.then(() => session.handle(request));
});
