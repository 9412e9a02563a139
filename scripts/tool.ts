/** Runs one of the installed tools, whether we were started by npm or by hand. */
import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { delimiter, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** Environment in which the tools of node_modules are found first, and send nothing home. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const path = [resolve("node_modules/.bin"), process.env.PATH ?? ""].join(delimiter);
  return { ...process.env, PATH: path, ASTRO_TELEMETRY_DISABLED: "1", ...more };
}

/** What a tool said and whether it was content. */
export type Result = { passed: boolean; output: string };

/** Runs a tool to its end and returns what it said. */
export function runTool(command: readonly string[], env?: NodeJS.ProcessEnv): Result {
  const { status, error, stdout, stderr } = spawnTool(command, {
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  const output = [error?.message ?? "", stdout, stderr].join("\n").trim();
  return { passed: status === 0, output: stripVTControlCharacters(output) };
}

/** Runs a tool that talks to the person at the terminal. Tells whether it was content. */
export function showTool(command: readonly string[], env?: NodeJS.ProcessEnv): boolean {
  return spawnTool(command, { env, stdio: "inherit" }).status === 0;
}

function spawnTool([program, ...args]: readonly string[], options: SpawnSyncOptions) {
  return spawnSync(program!, args, {
    ...options,
    encoding: "utf8",
    env: environment(options.env),
    // Windows finds the tools of node_modules only by its shell.
    shell: process.platform === "win32",
  });
}
