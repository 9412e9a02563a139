/** What a run leaves behind: words for a person, files for other programs. */
import { writeFileSync } from "node:fs";
import { toPcapng } from "../engine/trace/capture.ts";
import { traceToCsv, traceToJson } from "../engine/trace/export.ts";
import { toShiviz } from "../engine/trace/shiviz.ts";
import { Trace } from "../engine/trace/trace.ts";
import type { RunData } from "../notebook/protocol.ts";
import { indexTrace } from "../views/trace-index.ts";
import { logLine, outcomeSentence, plain } from "../views/words/index.ts";
import { outcomeOf } from "../views/words/outcome.ts";
import { CommandFailure } from "./failure.ts";
import type { Format } from "./formats.ts";
import type { Terminal } from "./terminal.ts";

const writers: Record<Format, (trace: Trace) => string | Uint8Array> = {
  json: traceToJson,
  csv: traceToCsv,
  pcap: (trace) => toPcapng(trace),
  shiviz: toShiviz,
};

/**
 * Writes a trace; “-” is standard output.
 * @throws CommandFailure if it cannot be written there.
 */
export function writeTrace(trace: Trace, format: Format, target: string, terminal: Terminal): void {
  writeOut(writers[format](trace), `--${format}`, target, terminal);
}

/**
 * Writes what an option asks for; “-” is standard output.
 * @throws CommandFailure if it cannot be written there.
 */
export function writeOut(
  content: string | Uint8Array,
  option: string,
  target: string,
  { out }: Terminal,
): void {
  try {
    if (target === "-") out(content);
    else writeFileSync(target, content);
  } catch (error) {
    throw new CommandFailure(`${option} ${target}: ${(error as Error).message}`);
  }
}

/** A run in a few lines. */
export function summaryOf(
  id: string,
  { seed, fingerprint, trace: data, outcome }: RunData,
): string {
  const trace = new Trace(data);
  const sentence = plain(outcomeSentence({ seed, trace, outcome: outcomeOf(outcome, trace) }));
  return [`${id} · seed ${seed} · ${fingerprint}`, sentence, `${data.rows} events`].join("\n");
}

/** Every event of a run as a sentence, a line each. */
export function logOf({ trace: data }: RunData): string {
  const index = indexTrace(new Trace(data));
  return Array.from({ length: data.rows }, (_, row) => `${logLine(index, row)}\n`).join("");
}
