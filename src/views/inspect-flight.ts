/** The inspector's view of one packet on its way. */
import type { Fault } from "../engine/faults.ts";
import type { Flight } from "../engine/trace/flights.ts";
import { NONE } from "../engine/trace/trace.ts";
import {
  action,
  causeField,
  type Action,
  type Field,
  type Glass,
  type Inspection,
} from "./glass.ts";
import type { Message } from "./messages.ts";
import { clockFor, duration, number, properName, size, visible } from "./words/format.ts";
import { momentSentence, say } from "./words/index.ts";

export function inspectFlight(glass: Glass, i: number, target: string): Inspection {
  const { index, time, words } = glass;
  const flight = index.flights[i];
  const message = index.messages.get(flight.message);
  const fields = [...fieldsOf(glass, flight, message), ...fateFields(glass, flight, message)];
  const actions = actionsOn(glass, flight);
  return { target, title: words.targets.flight(index, i, time), fields, actions };
}

function fieldsOf(glass: Glass, flight: Flight, message: Message | undefined): Field[] {
  const { index, words } = glass;
  const { trace } = index;
  const { from, to, id } = trace.links[flight.link];
  const clock = clockFor(trace.end);
  const name = (node: number): Pick<Field, "value" | "target"> => ({
    value: say(properName(trace.nodes[node] ?? "")),
    target: `node:${trace.nodes[node] ?? ""}`,
  });
  const fields: Field[] = [
    { label: words.fields.from, ...name(from) },
    { label: words.fields.to, ...name(to) },
  ];
  if (message !== undefined) {
    fields.push({ label: words.fields.says, value: say(visible(message.body, 200)) });
  }
  const sent = say(`${clock(flight.from)}, `, visible(id, 60), ` #${number(flight.ordinal)}`);
  fields.push(
    { label: words.fields.size, value: say(size(flight.bytes)) },
    { label: words.fields.setOut, value: sent, row: flight.started, target: `link:${id}` },
  );
  return fields;
}

function fateFields(glass: Glass, flight: Flight, message: Message | undefined): Field[] {
  const { index, time, words } = glass;
  const { trace } = index;
  const fields: Field[] = [];
  const hit = flight.corrupted.find((row) => trace.time(row) <= time);
  if (hit !== undefined) {
    fields.push({
      label: words.fields.damage,
      value: momentSentence(index, hit, words).words,
      row: hit,
    });
  }
  if (flight.ended !== NONE && flight.to <= time) {
    const value = momentSentence(index, flight.ended, words).words;
    fields.push({ label: words.fields.fate, value, row: flight.ended });
  } else {
    const left = time < flight.from ? flight.to - flight.from : flight.to - time;
    const told = flight.fate === "arrived" || flight.fate === "flying";
    const value = told ? words.picture.stillUnderway(duration(left)) : words.picture.underway;
    fields.push({ label: words.fields.fate, value: say(value) });
  }
  if (message !== undefined && message.attempt > 1) {
    const earlier = index.messages.get(message.earlier);
    const value = say(words.picture.attempt(message.attempt));
    fields.push({ label: words.fields.copies, value, row: earlier?.row });
  }
  if (message !== undefined) fields.push(causeField(glass, message.row));
  return fields;
}

/** How much longer a packet is held up by the button, in times of its own way. */
const HOLD = 2;

/**
 * What may be done: only while the packet is on its way, or before. A copy that the link made has
 * no number of its own, and what has ended cannot be helped.
 */
function actionsOn(glass: Glass, flight: Flight): Action[] {
  const { index, time } = glass;
  const isOver = flight.ended !== NONE && flight.to <= time;
  if (flight.copy || flight.ordinal < 1 || isOver) return [];
  const { id, delay } = index.trace.links[flight.link];
  const packet = { link: id, packet: flight.ordinal };
  const drop: Fault = { verb: "drop", ...packet };
  if (time > flight.from) drop.at = time;
  const by = Math.max(1_000, Math.round(delay * HOLD));
  return [
    action(glass, drop),
    action(glass, { verb: "corrupt", ...packet }),
    action(glass, { verb: "delay", ...packet, by }),
    action(glass, { verb: "duplicate", ...packet }),
  ];
}
