/** A vessel for the session of a file's code: a process of its own that may do very little. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Vessel } from "../notebook/build/node-session.ts";
import { CommandFailure, ExitCode } from "./failure.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Memory that the code may take, MB. */
const MEMORY = 2_048;

/** Starts the process; it may read the program's own files, and nothing else. */
export function childProcess(): Vessel {
  const child = fork(fileURLToPath(new URL("child.ts", import.meta.url)), {
    serialization: "advanced",
    execArgv: [
      ...["--permission", `--allow-fs-read=${ROOT}*`, "--no-warnings"],
      `--max-old-space-size=${MEMORY}`,
    ],
  });
  return {
    send: (request) => void child.send(request),
    onMessage: (listen) => void child.on("message", listen),
    onEnd: (listen) => {
      child.once("exit", (code, signal) => {
        const words = `the process of the file’s code has ended (${signal ?? `code ${code}`})`;
        listen(new CommandFailure(`${words}: out of memory?`, ExitCode.stopped));
      });
    },
    end: () => {
      child.removeAllListeners("exit");
      child.kill("SIGKILL");
      return Promise.resolve();
    },
  };
}
