/**
 * Where the code of a file answers for many jobs: a process of its own, which Node lets neither
 * write nor start anything. An interrupt from the terminal is its parent's affair.
 */
import { serveCells } from "./serve.ts";

process.on("SIGINT", () => undefined);
process.on(
  "message",
  serveCells((message) => void process.send?.(message)),
);
