/**
 * Where the code of a file runs: a process of its own that is confined (`child-process.ts`). It
 * carries out what the notebook's session is asked.
 */
import { serveSession } from "../notebook/build/serve.ts";

process.on(
  "message",
  serveSession((message) => void process.send?.(message)),
);
