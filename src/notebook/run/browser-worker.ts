/**
 * The worker of the page's sandbox: a classic blob worker in a frame of opaque origin. It takes
 * what it needs from its realm, locks the rest away, and only then loads a reader's code.
 */
import "./tick.ts";
import * as engine from "../../engine/index.ts";
import { portableMath } from "../../engine/kernel/math.ts";
import { Trace } from "../../engine/trace/trace.ts";
import { PROTOCOL, type Body, type Request } from "../protocol.ts";
import { freeze, lockDown } from "./lock-down.ts";
import { Session } from "./session.ts";
import { removeLocale } from "./shim.ts";
import type { Definition } from "./scope.ts";

// Bound now: the names go, and reader's code never sees what has been taken before.
type Scope = {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Request>) => void): void;
};
const scope = globalThis as unknown as Scope;
const post = scope.postMessage.bind(scope);
const listen = scope.addEventListener.bind(scope);
const makeBlob = (code: string) => new TheBlob([code], { type: "text/javascript" });
const TheBlob = Blob;
const makeAddress = URL.createObjectURL.bind(URL);
const freeAddress = URL.revokeObjectURL.bind(URL);

async function load(code: string): Promise<Definition> {
  const address = makeAddress(makeBlob(code));
  try {
    const module = (await import(/* @vite-ignore */ address)) as { default: Definition };
    return module.default;
  } finally {
    freeAddress(address);
  }
}

lockDown(scope);
removeLocale();
freeze(scope, [...Object.values(engine), portableMath, Trace]);

const session = new Session((body: Body, transfer: ArrayBuffer[] = []) => {
  try {
    post({ version: PROTOCOL, ...body }, transfer);
  } catch {
    post({ version: PROTOCOL, ...unsendable(body) }, []);
  }
}, load);

/** A reader's code may have put a function into its run's trace, which no message can hold. */
function unsendable(body: Body): Body {
  const message = "This holds something that cannot be sent to the page, such as a function.";
  if ("request" in body) return { kind: "refused", request: body.request, message };
  const experiment = "experiment" in body ? body.experiment : "";
  return { kind: "failed", experiment, failure: { message, cell: "", line: 0 } };
}

let queue = Promise.resolve();
listen("message", (event: MessageEvent<Request>) => {
  const request = event.data;
  // One after another: an update must not overtake the load before it.
  queue = queue.then(() => session.handle(request));
});
