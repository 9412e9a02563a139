/**
 * A run as a log for ShiViz, which draws what happened before what: two lines an event, its text
 * and then its process with its vector clock. (Beschastnikh, Wang, Brun & Ernst, Debugging
 * Distributed Systems, Communications of the ACM 59(8), 2016; Fidge 1988 and Mattern 1989 for the
 * clocks.) ShiViz's usual pattern reads it: `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`.
 */
import { EventKind, eventName, hasText, isLinkEvent } from "./event.ts";
import { NONE, NOWHERE, type Trace } from "./trace.ts";

/** How much every process knows of every other: the number of its events that lie before. */
type Clock = Map<string, number>;

/**
 * The log of a trace. Only events of processes are in it; what happens on links is not, since
 * nobody there has a clock. A message that is received brings its sender's clock along.
 */
export function toShiviz(trace: Trace): string {
  const hosts = hostNames(trace.nodes);
  const clocks = hosts.map((): Clock => new Map());
  /** By message: the sender's clock as it was sent. */
  const sent = new Map<number, Clock>();
  const lines: string[] = [];
  for (let row = 0; row < trace.rows; row++) {
    const kind = trace.kind(row);
    const node = trace.node(row);
    if (node === NOWHERE || isLinkEvent(kind)) continue;
    const clock = clocks[node];
    if (kind === EventKind.receive) merge(clock, sent.get(trace.message(row)));
    clock.set(hosts[node], (clock.get(hosts[node]) ?? 0) + 1);
    if (kind === EventKind.send) sent.set(trace.message(row), new Map(clock));
    lines.push(textOf(trace, row, hosts), `${hosts[node]} ${clockText(clock)}`);
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function merge(clock: Clock, other: Clock | undefined): void {
  for (const [host, count] of other ?? []) {
    if (count > (clock.get(host) ?? 0)) clock.set(host, count);
  }
}

function clockText(clock: Clock): string {
  return JSON.stringify(Object.fromEntries(clock));
}

/** Names without a space, all different: ShiViz ends a name at the first one. */
function hostNames(nodes: readonly string[]): string[] {
  const taken = new Set<string>();
  return nodes.map((node) => {
    const plain = node.replaceAll(/\s/g, "_");
    let name = plain;
    for (let i = 2; taken.has(name); i++) name = `${plain}~${i}`;
    taken.add(name);
    return name;
  });
}

/** What happened, in one line: when, what, with whom, and what was said. */
function textOf(trace: Trace, row: number, hosts: readonly string[]): string {
  const kind = trace.kind(row);
  const parts = [`${trace.time(row)} ns`, eventName(kind) ?? String(kind)];
  const other = trace.place(row);
  if (other !== NOWHERE) parts.push(`${kind === EventKind.send ? "to" : "from"} ${hosts[other]}`);
  if (kind === EventKind.send || kind === EventKind.receive) {
    parts.push(`message ${trace.message(row)}`);
  }
  const text = parts.join(" ");
  if (!hasText(kind) || trace.detail(row) === NONE) return text;
  return `${text}: ${trace.text(row).replaceAll(/\s+/g, " ")}`;
}
