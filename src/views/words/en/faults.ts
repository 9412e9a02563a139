/** English sentences about what was done to a run, and how it ended. */
import type { Fault, PacketFault } from "../../../engine/faults.ts";
import type { Catalogue, OutcomeLike, RunLike } from "../catalogue.ts";
import { clockFor, duration, number, properName, quote, visible, type Clock } from "../format.ts";
import { partsInAMillion } from "./machines.ts";
import { kept, lost, say, type Words } from "../rich.ts";
import { count, enumerate, linkChange, ordinal } from "./lexicon.ts";

function when(at: number | undefined, clock: Clock, verb: string): string {
  return at === undefined ? verb[0].toUpperCase() + verb.slice(1) : `At ${clock(at)}, ${verb}`;
}

function packet(fault: PacketFault): string {
  const where = fault.link === undefined ? "" : ` on ${visible(fault.link, 60)}`;
  if ("packet" in fault) return `the ${ordinal(fault.packet)} packet${where}`;
  const message = `the ${ordinal(fault.message)} message from ${visible(fault.sender, 28)}`;
  return `the ${ordinal(fault.fragment)} packet of ${message}${where}`;
}

type OfWay = Extract<Fault, { verb: "cut" | "heal" | "pause" | "resume" | "degrade" }>;

function until(time: number | undefined, clock: Clock): string {
  return time === undefined ? "" : `, until ${clock(time)}`;
}

function ends(fault: OfWay): string {
  const [from, to] = [visible(fault.from, 28), visible(fault.to, 28)];
  return fault.oneWay ? `from ${from} to ${to}, this way only` : `between ${from} and ${to}`;
}

function crash(fault: Extract<Fault, { verb: "crash" }>, clock: Clock): string {
  const node = visible(fault.node, 28);
  if ("at" in fault) return `${when(fault.at, clock, "crash")} ${node}.`;
  const again =
    fault.downFor === undefined ? "" : `, and restart it ${duration(fault.downFor)} later`;
  if ("event" in fault) {
    return `Crash ${node} right after row ${number(fault.event)} of the trace${again}.`;
  }
  const sends = count(fault.afterSends, "send", "sends");
  const point = fault.afterSends === 0 ? "before it does anything" : `after ${sends}`;
  return `Crash ${node} in the ${ordinal(fault.handled)} event that it handles, ${point}${again}.`;
}

export const faults: Catalogue["faults"] = {
  drop: (fault, clock) => say(`${when(fault.at, clock, "drop")} ${packet(fault)}.`),
  corrupt: (fault) =>
    say(
      `Flip ${fault.bit === undefined ? "a bit" : `bit ${number(fault.bit)}`} of ${packet(fault)}.`,
    ),
  delay: (fault) => say(`Hold up ${packet(fault)} for ${duration(fault.by)}.`),
  duplicate: (fault) => say(`Copy ${packet(fault)}.`),
  cut: (fault, clock) => say(`${when(fault.at, clock, "cut")} the link ${ends(fault)}.`),
  heal: (fault, clock) => say(`${when(fault.at, clock, "mend")} the link ${ends(fault)}.`),
  crash: (fault, clock) => say(crash(fault, clock)),
  restart: (fault, clock) => say(`${when(fault.at, clock, "restart")} ${visible(fault.node, 28)}.`),
  pause: (fault, clock) => say(`${when(fault.at, clock, "pause")} the link ${ends(fault)}.`),
  resume: (fault, clock) =>
    say(`${when(fault.at, clock, "let")} the link ${ends(fault)} take packets again.`),
  partition: (fault, clock) => {
    const groups = fault.groups.map((group) => visible(group.join(", "), 40)).join(" | ");
    const what = `${when(fault.at, clock, "cut")} every link between`;
    return say(`${what} the groups ${visible(groups, 120)}${until(fault.until, clock)}.`);
  },
  degrade: (fault, clock) => {
    const what = `${when(fault.at, clock, "change")} the link ${ends(fault)}`;
    return say(`${what}: it ${enumerate(linkChange(fault))}${until(fault.until, clock)}.`);
  },
  hold: (fault) => say(`Keep ${packet(fault)} there until it is released.`),
  release: (fault, clock) => say(`${when(fault.at, clock, "release")} ${packet(fault)}.`),
  overload: (fault, clock) => {
    const what = `let ${visible(fault.router, 28)} take ${number(fault.factor)} times as long`;
    return say(`At ${clock(fault.at)}, ${what} with every packet${until(fault.until, clock)}.`);
  },
  badMemory: (fault, clock) => {
    const share = `one packet in ${number(Math.round(1 / fault.probability))}`;
    const which = fault.probability === 0 ? "no packet" : share;
    const where = `in ${visible(fault.router, 28)}’s memory`;
    const what = `flip a bit of ${which} ${where}`;
    return say(`${when(fault.at, clock, what)}${until(fault.until, clock)}.`);
  },
  zone: (fault, clock) => {
    const { name, nodes, at } = fault;
    const where = `At ${clock(at)}, let ${visible(name, 28)} fail`;
    return say(`${where}: ${names(nodes)} crash${lasting(fault, clock)}.`);
  },
  flaky: (fault, clock) => say(flaky(fault, clock)),
  upgrade: (fault, clock) => say(upgrade(fault, clock)),
  skew: (fault, clock) => say(skew(fault, clock)),
  slow: (fault, clock) => {
    const what = `make ${visible(fault.node, 28)} ${number(fault.factor)} times as slow`;
    return say(`At ${clock(fault.at)}, ${what}${lasting(fault, clock)}.`);
  },
  mute: (fault, clock) =>
    say(`At ${clock(fault.at)}, mute ${visible(fault.node, 28)}${lasting(fault, clock)}.`),
  unmute: (fault, clock) =>
    say(`At ${clock(fault.at)}, let ${visible(fault.node, 28)} be heard again.`),
  edit: (fault, clock) => {
    const value = visible(JSON.stringify(fault.value), 60);
    const what = `set ${visible(fault.field, 60)} to ${value}`;
    return say(`At ${clock(fault.at)}, ${what} in ${visible(fault.node, 28)}.`);
  },
  expire: (fault, clock) => {
    const timer = quote(fault.timer, 24);
    return say(`At ${clock(fault.at)}, let ${visible(fault.node, 28)}’s timer ${timer} run out.`);
  },
  first: ({ node, n }) => {
    const which = `the ${ordinal(n)} event that is possible at ${visible(node, 28)}`;
    return say(`Next, let ${which} happen: all others wait.`);
  },
};

function lasting({ until }: { until?: number }, clock: Clock): string {
  return until === undefined ? "" : `, until ${clock(until)}`;
}

function names(nodes: readonly string[]): string {
  const shown = nodes.slice(0, 6).map((node) => visible(node, 28));
  if (nodes.length > shown.length) shown.push(`${number(nodes.length - shown.length)} more`);
  return enumerate(shown);
}

function skew(fault: Extract<Fault, { verb: "skew" }>, clock: Clock): string {
  const { offset = 0, drift } = fault;
  const way = offset < 0 ? "back" : "ahead";
  const jump = offset === 0 ? [] : [`put it ${duration(Math.abs(offset))} ${way}`];
  const rate = drift === undefined ? [] : [`let it drift by ${partsInAMillion(drift)}`];
  const parts = [...jump, ...rate];
  const what = parts.length === 0 ? "leave it as it is" : parts.join(" and ");
  return `At ${clock(fault.at)}, take ${visible(fault.node, 28)}’s clock: ${what}.`;
}

function flaky(fault: Extract<Fault, { verb: "flaky" }>, clock: Clock): string {
  const { nodes, up, down, at } = fault;
  const together = nodes.length > 1 ? " together" : "";
  const from = at === undefined ? "" : `From ${clock(at)}, `;
  const verb = `${from === "" ? "Let" : "let"} ${names(nodes)} fail${together} by chance`;
  const means = `up for ${duration(up)} and down for ${duration(down)} on average`;
  return `${from}${verb}: ${means}${lasting(fault, clock)}.`;
}

function upgrade(fault: Extract<Fault, { verb: "upgrade" }>, clock: Clock): string {
  const { node, to, at, downFor } = fault;
  const pause = downFor === undefined ? "" : `, which takes ${duration(downFor)}`;
  return `At ${clock(at)}, let ${visible(node, 28)} run ${visible(to, 40)}${pause}.`;
}

const verbs: Record<Fault["verb"], string> = {
  drop: "Drop it",
  corrupt: "Flip a bit",
  delay: "Hold it up",
  duplicate: "Copy it",
  cut: "Cut the link",
  heal: "Mend the link",
  crash: "Crash",
  restart: "Restart",
  pause: "Pause the link",
  resume: "Let it take packets",
  partition: "Cut the groups off",
  degrade: "Make the link worse",
  hold: "Keep it there",
  release: "Release it",
  overload: "Give it too much to do",
  badMemory: "Spoil its memory",
  zone: "Fail together",
  flaky: "Let it fail by chance",
  upgrade: "Give it another program",
  skew: "Set its clock wrong",
  slow: "Slow it down",
  mute: "Mute",
  unmute: "Let it be heard",
  edit: "Edit a field",
  expire: "Let the timer run out",
  first: "Let this happen first",
};

export function button(fault: Fault): string {
  const isOneWay = fault.verb === "cut" && fault.oneWay === true;
  return isOneWay ? `Only towards ${properName(fault.to)}` : verbs[fault.verb];
}

/** How the run ended. */
export function outcome(run: RunLike): Words {
  const clock = clockFor(run.trace.end);
  const end = clock(run.trace.end);
  const how: OutcomeLike = run.outcome;
  if (how.kind === "finished") {
    return say("The run ", kept("ended by itself"), ` at ${end}: nothing was left to happen.`);
  }
  if (how.kind === "until") return say(`The run was stopped at ${end}, as its set-up asks.`);
  if (how.kind === "limit")
    return say("The run was ", lost("stopped"), `: ${visible(how.words, 300)}`);
  const node = properName(how.node);
  const message = visible(how.message, 300);
  return say(`${node}’s program `, lost("failed"), ` at ${clock(how.time)}: ${message}`);
}
