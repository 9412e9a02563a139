/** How far a command has come, on standard error while a person looks at it. */
import { Presets, SingleBar } from "cli-progress";

export type Progress = {
  /** So many are done now. */
  show(done: number): void;
  end(): void;
};

/**
 * A bar with the time that is left; silent where standard error is no terminal.
 * @param begun How many were done before.
 */
export function progressBar(what: string, total: number, begun = 0): Progress {
  const format = `{bar} {percentage} % · {value} of {total} ${what} · {eta_formatted} left`;
  const options = { format, fps: 8, etaBuffer: 200, clearOnComplete: true, hideCursor: false };
  const bar = new SingleBar({ ...options, stream: process.stderr }, Presets.shades_classic);
  bar.start(total, begun);
  return { show: (done) => bar.update(done), end: () => bar.stop() };
}
