/** How a run that was found can be made again. */
import type { Job } from "../engine/check/pool.ts";
import type { FileExperiment } from "./source.ts";

/** The command, for a shell. */
export function replayCommand(path: string, { id }: FileExperiment, job: Job): string {
  const knobs = Object.entries(job.knobs).map(([name, value]) => quoted(`${name}=${value}`));
  const words = [
    ...["mostly-reliable run", quoted(path), "--experiment", quoted(id)],
    ...["--seed", quoted(String(job.seed)), ...knobs.flatMap((knob) => ["--knob", knob])],
    ...["--faults", quoted(JSON.stringify(job.faults))],
  ];
  return words.join(" ");
}

function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
