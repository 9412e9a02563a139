/** The build's worker: the same session as in the page, in a thread that can be ended. */
import { parentPort, type MessagePort } from "node:worker_threads";
import { serveSession } from "./serve.ts";

const port = parentPort as MessagePort;
port.on(
  "message",
  serveSession((message, transfer) => port.postMessage(message, transfer)),
);
