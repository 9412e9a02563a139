/** Runs one of the installed tools, whether we were started by npm or by hand. */
import { spawn, spawnSync } from "node:child_process";
import { delimiter, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** Environment in which the tools of node_modules are found first, and send nothing home. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const path = [resolve("node_modules/.bin"), process.env.PATH ?? ""].join(delimiter);
  return { ...process.env, PATH: path, ASTRO_TELEMETRY_DISABLED: "1", ...more };
}

/** What a tool said and whether it was content. */
export type Result = { passed: boolean; output: string };

/** Runs a tool to its end; what it said comes when it is done. */
export function runTool(command: readonly string[], env?: NodeJS.ProcessEnv): Promise<Result> {
  const [program, args, options] = spelled(command, env);
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const hear = (piece: string): void => void (output += piece);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", hear);
  return new Promise((resolve) => {
    const end = (passed: boolean): void => {
      resolve({ passed, output: stripVTControlCharacters(output.trim()) });
    };
    child.on("error", ({ message }) => {
      hear(message);
      end(false);
    });
    child.on("close", (status) => end(status === 0));
  });
}

/** Runs a tool that talks to the person at the terminal. Tells whether it was content. */
export function showTool(command: readonly string[], env?: NodeJS.ProcessEnv): boolean {
  const [program, args, options] = spelled(command, env);
  return spawnSync(program, args, { ...options, stdio: "inherit" }).status === 0;
}

function spelled([program, ...args]: readonly string[], env?: NodeJS.ProcessEnv) {
  // Windows finds the tools of node_modules only by its shell.
  const options = { env: environment(env), shell: process.platform === "win32" };
  return [program!, args, options] as const;
}

/**
 * Carries out tasks, two at a time, and hands on what each comes to as soon as all before it are
 * done.
 */
export async function* twoAtATime<T>(tasks: readonly (() => Promise<T>)[]): AsyncGenerator<T> {
  const done = tasks.map(() => Promise.withResolvers<T>());
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < tasks.length) {
      const index = next++;
      await tasks[index]().then(done[index].resolve, done[index].reject);
    }
  };
  void lane();
  void lane();
  for (const { promise } of done) yield await promise;
}
