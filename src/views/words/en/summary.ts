/** The whole run in English: a name, and a description of a few sentences. */
import type { TraceIndex } from "../../trace-index.ts";
import type { RunLike, Summary } from "../catalogue.ts";
import { clockFor, duration, number, percent, properName, rate, visible } from "../format.ts";
import { capital, plain } from "../rich.ts";
import type { LinkInfo } from "../../../engine/trace/trace.ts";
import { count, enumerate, lexicon } from "./lexicon.ts";
import { outcome } from "./faults.ts";

/** Names that are told one by one; of more nodes only the number. */
const NAMED = 4;

export function summary(run: RunLike, index: TraceIndex): Summary {
  const { message, messages } = lexicon(index);
  const clock = clockFor(run.trace.end);
  const sent = count(index.messages.size, message, messages);
  const { lost, dropped, severed, discarded } = tally(index);
  const gone = number(lost + dropped + severed + discarded);
  const seed = `seed ${visible(String(run.seed), 24)}`;
  const name = `${capital(cast(index))}: ${sent}, ${gone} lost, ${clock(run.trace.end)}, ${seed}`;
  const sentences = [joined(index), carried(index), losses(index), done(index)];
  const description = [...sentences, plain(outcome(run))].filter((each) => each !== "").join(" ");
  return { name, description };
}

/** "Alice and Bob", "12 nodes" */
export function cast(index: TraceIndex): string {
  const { nodes } = index.trace;
  if (nodes.length > NAMED) return count(nodes.length, "node", "nodes");
  return enumerate(nodes.map((name) => properName(name)));
}

function joined(index: TraceIndex): string {
  const { links, nodes } = index.trace;
  const { road } = lexicon(index);
  const who = capital(cast(index));
  if (links.length === 0) return `${who}: no ${road} joins them.`;
  const kinds = [...new Set(links.map(linkWords))];
  const isBothWays = nodes.length === 2 && links.length === 2 && links[0].from === links[1].to;
  const roads = isBothWays ? `a ${road} each way` : count(links.length, road, `${road}s`);
  const each = links.length === 1 || isBothWays ? "" : ", each";
  const likeness = kinds.length === 1 ? `${each}: ${kinds[0].replaceAll(" · ", ", ")}` : "";
  return `${who} are joined by ${roads}${likeness}.`;
}

type Tally = { copies: number; answers: number; lost: number; dropped: number; severed: number };

function tally(index: TraceIndex): Tally & { discarded: number } {
  const all = { copies: 0, answers: 0, lost: 0, dropped: 0, severed: 0, discarded: 0 };
  for (const message of index.messages.values()) {
    if (message.isAnswer) all.answers++;
    else if (message.attempt > 1) all.copies++;
  }
  for (const flight of index.flights) {
    if (flight.fate === "lost" || flight.fate === "dropped" || flight.fate === "severed") {
      all[flight.fate]++;
    } else if (flight.discarded) all.discarded++;
  }
  return all;
}

function carried(index: TraceIndex): string {
  const { message, messages, sent } = lexicon(index);
  const { copies, answers } = tally(index);
  const all = count(index.messages.size, message, messages);
  const were = index.messages.size === 1 ? "is" : "are";
  const parts: string[] = [];
  if (answers > 0) parts.push(count(answers, "answer", "answers"));
  if (copies > 0) parts.push(count(copies, "repetition", "repetitions"));
  const among = parts.length === 0 ? "" : `, among them ${enumerate(parts)}`;
  return `${capital(all)} ${were} ${sent}${among}.`;
}

function losses(index: TraceIndex): string {
  const { road } = lexicon(index);
  const { lost, dropped, severed, discarded } = tally(index);
  const parts: string[] = [];
  if (lost > 0) parts.push(`${number(lost)} lost by chance`);
  if (dropped > 0) parts.push(`${number(dropped)} taken off by hand`);
  if (severed > 0) parts.push(`${number(severed)} lost on a cut ${road}`);
  if (discarded > 0) parts.push(`${number(discarded)} damaged and thrown away`);
  const all = count(index.flights.length, "packet", "packets");
  return parts.length === 0 ? `Of ${all} none is lost.` : `Of ${all}, ${enumerate(parts)}.`;
}

function done(index: TraceIndex): string {
  const crashes = index.crashes.map(
    (span) => `${properName(index.trace.nodes[span.of] ?? "")} ${downTime(index, span, "crashes")}`,
  );
  const cuts = index.cuts.map((span) => {
    const link = visible(index.trace.links[span.of]?.id ?? "", 40);
    return `${link} ${downTime(index, span, "is cut")}`;
  });
  const all = [...crashes, ...cuts];
  const told = all.slice(0, NAMED);
  if (all.length > NAMED) told.push(`${number(all.length - NAMED)} more such events`);
  return all.length === 0 ? "" : `${told.join("; ")}.`;
}

function downTime(index: TraceIndex, span: { from: number; to: number }, verb: string): string {
  const clock = clockFor(index.trace.end);
  const until = span.to === Infinity ? "" : `, until ${clock(span.to)}`;
  return `${verb} at ${clock(span.from)}${until}`;
}

/** `40 ms · 1 Mbit/s · loses 30 %` */
export function linkWords(link: LinkInfo): string {
  const { delay, jitter, bandwidth, loss, corruption, duplication } = link;
  const range = jitter > 0 ? `${duration(delay)} to ${duration(delay + jitter)}` : duration(delay);
  const parts = [range];
  if (bandwidth !== Infinity) parts.push(rate(bandwidth));
  if (loss > 0) parts.push(`loses ${percent(loss)}`);
  if (corruption > 0) parts.push(`damages ${percent(corruption)}`);
  if (duplication > 0) parts.push(`doubles ${percent(duplication)}`);
  return parts.join(" · ");
}
