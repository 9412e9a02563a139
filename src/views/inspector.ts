/**
 * What is known of one thing at the playhead, as plain rows, and what may be done to it, as faults
 * ready to be added to the state. Nothing here draws: the component does.
 */
import { eventName, isLinkEvent } from "../engine/trace/event.ts";
import { NONE, NOWHERE } from "../engine/trace/trace.ts";
import { causeField, type Field, type Glass, type Inspection } from "./glass.ts";
import { inspectFlight } from "./inspect-flight.ts";
import { inspectLink, inspectNode } from "./inspect-place.ts";
import { nodeNamed, type TraceIndex } from "./trace-index.ts";
import type { Catalogue } from "./words/catalogue.ts";
import { clockFor } from "./words/format.ts";
import { en, momentSentence, say } from "./words/index.ts";

export type { Action, Field, Inspection } from "./glass.ts";

/**
 * What is known of a target (`flight:12`, `node:alice`, `link:alice→bob`, `event:40`) at a time
 * (ns); undefined for a target that the run does not have.
 */
export function inspect(
  index: TraceIndex,
  target: string,
  time: number,
  words: Catalogue = en,
): Inspection | undefined {
  const colon = target.indexOf(":");
  const kind = target.slice(0, colon);
  const name = target.slice(colon + 1);
  // Faults strike at whole nanoseconds; a playhead may stand between two.
  const glass: Glass = { index, time: Math.max(0, Math.round(time)), words };
  if (kind === "node") {
    const node = nodeNamed(index.trace, name);
    return node < 0 ? undefined : inspectNode(glass, node, target);
  }
  if (kind === "link") {
    const link = index.trace.links.findIndex((each) => each.id === name);
    return link < 0 ? undefined : inspectLink(glass, link, target);
  }
  const number = /^\d{1,9}$/.test(name) ? Number(name) : -1;
  if (kind === "flight" && number >= 0 && number < index.flights.length) {
    return inspectFlight(glass, number, target);
  }
  if (kind === "event" && number >= 0 && number < index.trace.rows) {
    return inspectEvent(glass, number, target);
  }
  return undefined;
}

function inspectEvent(glass: Glass, row: number, target: string): Inspection {
  const { index, words } = glass;
  const { trace } = index;
  const kind = trace.kind(row);
  const place = trace.place(row);
  const fields: Field[] = [
    { label: words.fields.time, value: say(clockFor(trace.end)(trace.time(row))), row },
    { label: words.fields.what, value: momentSentence(index, row, words).words },
  ];
  const cause = trace.cause(row);
  if (cause !== NONE && cause < row) fields.push(causeField(glass, cause));
  const flight = index.flightOfRow[row];
  const link = isLinkEvent(kind) && place !== NOWHERE ? trace.links[place] : undefined;
  const about =
    flight >= 0
      ? inspectFlight(glass, flight, target)
      : link !== undefined
        ? inspectLink(glass, place, target)
        : trace.nodes[trace.node(row)] !== undefined
          ? inspectNode(glass, trace.node(row), target)
          : undefined;
  const title = words.kinds[eventName(kind) ?? "note"];
  return { target, title, fields, actions: about?.actions ?? [] };
}
