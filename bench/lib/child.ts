/** Runs a module of the bench in a process of its own, so that its memory can be measured. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What such a process says: processor time (ns), peak memory (bytes), rows, bytes of trace. */
export type Report = { time: number; rss: number; rows: number; bytes: number };

/** A function that runs `module` with arguments. */
export function inChild(module: URL): (...args: (string | number)[]) => Report {
  return (...args) => {
    const command = [fileURLToPath(module), ...args.map(String)];
    const { stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
    try {
      return JSON.parse(stdout) as Report;
    } catch {
      throw new Error(`${command.join(" ")}: ${stderr || stdout}`);
    }
  };
}
