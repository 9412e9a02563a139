/** The inspector's view of a node and of a link. */
import type { Fault } from "../engine/faults.ts";
import { EventKind } from "../engine/trace/event.ts";
import {
  action,
  causeField,
  type Action,
  type Field,
  type Glass,
  type Inspection,
} from "./glass.ts";
import { touching } from "./overlap.ts";
import { flightsAt } from "./stage-packets.ts";
import { downAt, type TraceIndex } from "./trace-index.ts";
import { clockFor, duration, number, percent, properName, quote, rate } from "./words/format.ts";
import { say, type Words } from "./words/index.ts";

export function inspectNode(glass: Glass, node: number, target: string): Inspection {
  const { index, time, words } = glass;
  const id = index.trace.nodes[node];
  const down = downAt(index.crashes, node, time);
  const { sent, received } = countsOf(glass, node);
  const fields: Field[] = [
    {
      label: words.fields.state,
      value: say(down === undefined ? words.picture.up : words.picture.down),
    },
    { label: words.fields.sent, value: say(number(sent)) },
    { label: words.fields.received, value: say(number(received)) },
  ];
  for (const timer of runningTimers(glass, node)) fields.push(timer);
  if (down !== undefined) fields.push(causeField(glass, down.started));
  const place = { node: id, at: time };
  const faults: Fault[] =
    down === undefined
      ? [{ verb: "crash", ...place }, ...gray(glass, node)]
      : [{ verb: "restart", ...place }];
  const actions = faults.map((fault) => action(glass, fault));
  return { target, title: properName(id), fields, actions };
}

/** How many times as long something takes that a button makes slow. */
const SLOWNESS = 10;

/** What may be done to a node that stays up: too much for a router, slow or mute for others. */
function gray({ index, time }: Glass, node: number): Fault[] {
  const id = index.trace.nodes[node];
  const slow = { factor: SLOWNESS, at: time };
  if (passesOn(index, node)) return [{ verb: "overload", router: id, ...slow }];
  const isMute = downAt(index.mutes, node, time) !== undefined;
  const voice: Fault = { verb: isMute ? "unmute" : "mute", node: id, at: time };
  const works = index.works.list.some((work) => work.of === node);
  return works ? [{ verb: "slow", node: id, ...slow }, voice] : [voice];
}

/** Whether a node ever gets what is for another: then it is a router. */
function passesOn({ trace, flights, messages }: TraceIndex, node: number): boolean {
  return flights.some(
    ({ link, message }) =>
      trace.links[link].to === node && (messages.get(message)?.to ?? node) !== node,
  );
}

/** How many messages a node has sent and been handed by the playhead. */
function countsOf({ index, time }: Glass, node: number): { sent: number; received: number } {
  const { trace } = index;
  let sent = 0;
  for (const [key, messages] of index.conversations) {
    if (!key.startsWith(`${node} `)) continue;
    for (const { row } of messages) {
      if (trace.time(row) > time) break;
      sent++;
    }
  }
  let received = 0;
  for (const row of index.receives[node] ?? []) {
    if (trace.time(row) > time) break;
    received++;
  }
  return { sent, received };
}

function runningTimers({ index, time, words }: Glass, node: number): Field[] {
  const { list } = index.timers;
  const clock = clockFor(index.trace.end);
  return touching(index.timers, time, time)
    .map((i) => list[i])
    .filter((timer) => timer.node === node && time < Math.max(timer.to, timer.from + 1))
    .slice(0, 8)
    .map((timer) => {
      const left = duration(Math.max(0, timer.due - time));
      const value = say(
        { text: quote(timer.name, 24), tone: "timer" },
        `: ${left}, ${clock(timer.due)}`,
      );
      return { label: words.fields.timers, value, row: timer.started };
    });
}

export function inspectLink(glass: Glass, link: number, target: string): Inspection {
  const { index, time, words } = glass;
  const info = index.trace.links[link];
  const back = index.trace.links.findIndex(
    (each) => each.from === info.to && each.to === info.from,
  );
  const both = back < 0 ? [link] : [link, back];
  const cut = both.map((each) => downAt(index.cuts, each, time)).find((span) => span !== undefined);
  const isCut = both.every((each) => downAt(index.cuts, each, time) !== undefined);
  const fields: Field[] = [
    { label: words.fields.delay, value: say(delayWords(info.delay, info.jitter)) },
    {
      label: words.fields.bandwidth,
      value: say(info.bandwidth === Infinity ? "∞" : rate(info.bandwidth)),
    },
    { label: words.fields.chances, value: chances(glass, link) },
    { label: words.fields.carried, value: say(number(carried(glass, both))) },
  ];
  if (cut !== undefined) fields.push(causeField(glass, cut.started));
  return {
    target,
    title: words.targets.link(index, both, isCut),
    fields,
    actions: [...cuts(glass, both), ...(isCut ? [] : worse(glass, both))],
  };
}

function delayWords(delay: number, jitter: number): string {
  return jitter > 0 ? `${duration(delay)} – ${duration(delay + jitter)}` : duration(delay);
}

/** What the set-up promises beside what has happened so far. */
function chances({ index, time, words }: Glass, link: number): Words {
  const { loss } = index.trace.links[link];
  const { trace } = index;
  let carried = 0;
  let lost = 0;
  for (const flight of index.flights) {
    if (flight.from > time) break;
    if (flight.link !== link || flight.copy) continue;
    carried++;
    const hasEnded = flight.ended >= 0 && trace.time(flight.ended) <= time;
    if (hasEnded && trace.kind(flight.ended) === EventKind.lose) lost++;
  }
  return say(words.picture.losses(percent(loss), lost, carried));
}

function carried({ index, time }: Glass, links: readonly number[]): number {
  return flightsAt(index, time).filter((i) => links.includes(index.flights[i].link)).length;
}

/** How many packets a link loses that a button makes worse. */
const WORSE = 0.5;

/** What may be done to a link that stays up. */
function worse(glass: Glass, both: readonly number[]): Action[] {
  const { index, time } = glass;
  const { from, to } = index.trace.links[both[0]];
  const [a, b] = [index.trace.nodes[from], index.trace.nodes[to]];
  const place = { from: a, to: b, at: time, ...(both.length === 1 && { oneWay: true }) };
  const isPaused = both.some((each) => downAt(index.pauses, each, time) !== undefined);
  return [
    action(glass, { verb: isPaused ? "resume" : "pause", ...place }),
    action(glass, { verb: "degrade", ...place, loss: WORSE }),
  ];
}

/** Cut or mend both ways, and each way alone where the road has two. */
function cuts(glass: Glass, both: readonly number[]): Action[] {
  const { index, time } = glass;
  const { nodes, links } = index.trace;
  const down = both.map((each) => downAt(index.cuts, each, time) !== undefined);
  const actions: Action[] = [];
  const ends = (link: number): { from: string; to: string } => ({
    from: nodes[links[link].from],
    to: nodes[links[link].to],
  });
  const oneWay = both.length === 1;
  if (down.some((isDown) => !isDown)) {
    actions.push(
      action(glass, { verb: "cut", ...ends(both[0]), at: time, ...(oneWay && { oneWay }) }),
    );
  }
  if (down.some((isDown) => isDown)) {
    actions.push(
      action(glass, { verb: "heal", ...ends(both[0]), at: time, ...(oneWay && { oneWay }) }),
    );
  }
  if (oneWay || down.some((isDown) => isDown)) return actions;
  for (const each of both) {
    actions.push(action(glass, { verb: "cut", ...ends(each), at: time, oneWay: true }));
  }
  return actions;
}
