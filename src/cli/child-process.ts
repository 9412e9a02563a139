/** Processes for a file's code, which may do very little; one of them is a session's vessel. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Vessel } from "../notebook/build/node-session.ts";
import { CommandFailure, ExitCode } from "./failure.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Memory that the code may take, MB. */
const MEMORY = 2_048;

/**
 * What Node is told so that a process may read the program's own files and nothing else. A text
 * cannot become code in it: else any code would get at `process`, and with it at the network,
 * which `--permission` leaves open.
 */
export const CONFINED: readonly string[] = [
  ...["--permission", `--allow-fs-read=${ROOT}*`, "--disallow-code-generation-from-strings"],
  ...["--no-warnings", `--max-old-space-size=${MEMORY}`],
];

/** Starts a confined process that runs a file of this program. */
export function confinedProcess(file: URL): ChildProcess {
  return fork(fileURLToPath(file), { serialization: "advanced", execArgv: [...CONFINED] });
}

/** Starts the process of a session. */
export function childProcess(): Vessel {
  const child = confinedProcess(new URL("child.ts", import.meta.url));
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
