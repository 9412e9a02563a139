/** Packets in flight, each where it is at this moment and labelled with what it says. */
import type { Flight } from "../engine/trace/flights.ts";
import { pointOn } from "./layout.ts";
import {
  countMarks,
  group,
  hit,
  reach,
  rect,
  text,
  translate,
  type Box,
  type Point,
} from "./marks.ts";
import { previewOf } from "./messages.ts";
import { claim, textBox } from "./obstacles.ts";
import { touching } from "./overlap.ts";
import type { Mark } from "./scene.ts";
import type { StageContext } from "./stage-context.ts";
import { envelope } from "./symbols.ts";
import type { TraceIndex } from "./trace-index.ts";

/** Indices of the flights that are on their way at a time (ns): begun, and not yet ended. */
export function flightsAt(index: TraceIndex, time: number): number[] {
  return touching(index.flightSpans, time, time).filter((i) => time < index.flights[i].to);
}

/** How far a packet has come (0…1) at a time; a lost one would have gone on as fast as it went. */
export function shareAt(index: TraceIndex, flight: Flight, time: number): number {
  const way = wayOf(index, flight);
  return Math.min(1, Math.max(0, (time - flight.from) / way));
}

/** How long the whole way takes, ns: for a packet that died, what it would have taken. */
function wayOf(index: TraceIndex, flight: Flight): number {
  const lasted = Math.max(1, flight.to - flight.from);
  if (flight.fate === "arrived" || flight.fate === "flying") return lasted;
  const { bandwidth, delay, jitter } = index.trace.links[flight.link];
  return Math.max(lasted, delay + jitter / 2 + (flight.bytes * 8e9) / bandwidth);
}

/** Room that one labelled letter takes on a road, px. */
const ROOM = 40;

export function packetMarks(context: StageContext, limit: number): { marks: Mark[]; left: number } {
  const { index } = context;
  const flying = flightsAt(index, context.time);
  const crowded = crowdedRoads(context, flying);
  const marks: Mark[] = [];
  let used = 0;
  for (const i of flying) {
    const isSmall = crowded.has(context.at.roadOf[index.flights[i].link]);
    const mark = packetMark(context, i, isSmall);
    used += countMarks([mark]);
    if (used > limit) break;
    marks.push(mark);
  }
  return { marks, left: flying.length - marks.length };
}

/** Roads on which letters would lie on each other: there they become small packets. */
function crowdedRoads({ index, at }: StageContext, flying: readonly number[]): Set<number> {
  const counts = new Map<number, number>();
  for (const i of flying) {
    const road = at.roadOf[index.flights[i].link];
    counts.set(road, (counts.get(road) ?? 0) + 1);
  }
  const crowded = new Set<number>();
  for (const [road, count] of counts) {
    const { from, to } = at.roads[road];
    const length = Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2);
    if (count * ROOM > length || at.look === "net") crowded.add(road);
  }
  return crowded;
}

function packetMark(context: StageContext, i: number, isSmall: boolean): Mark {
  const { index, at, time, selection, words } = context;
  const flight = index.flights[i];
  const place = pointOn(at, index.trace, flight.link, shareAt(index, flight, time));
  const message = index.messages.get(flight.message);
  const isAnswer = message?.isAnswer ?? false;
  const damaged = flight.corrupted.some((row) => index.trace.time(row) <= time);
  const target = `flight:${i}`;
  const isSelected = selection === target;
  const isOnLine = at.look === "net";
  const children = [
    isSelected ? rect("halo", "halo", { x: -20, y: -14, width: 40, height: 28 }, 6) : undefined,
    hit({ x: 0, y: 0 }, isSmall ? 24 : 32),
    ...envelope({ answer: isAnswer, damaged, small: isSmall }),
    message &&
      packetLabel(place, previewOf(message), isAnswer, isOnLine, isSelected, context.taken),
  ];
  const state = packetClass(flight, isAnswer, damaged, isSelected);
  const mark = group(target, state, children, { transform: translate(place.x, place.y) });
  const end = pointOn(at, index.trace, flight.link, shareAt(index, flight, flight.to));
  const motion = { from: place, to: end, lasts: flight.to - time };
  return { ...reach(mark, target, words.targets.flight(index, i, time)), motion };
}

export function packetClass(
  flight: Flight,
  isAnswer: boolean,
  damaged: boolean,
  isSelected: boolean,
): string {
  const names = ["packet", isAnswer ? "answer" : "data"];
  if (flight.copy) names.push("copy");
  if (damaged) names.push("damaged");
  if (isSelected) names.push("selected");
  return names.join(" ");
}

/** Above the road for what is asked, below for answers; none where it would cover another. */
function packetLabel(
  at: Point,
  words: string,
  isAnswer: boolean,
  isOnLine: boolean,
  isSelected: boolean,
  taken: Box[],
): Mark | undefined {
  const y = isAnswer ? (isOnLine ? 20 : 27) : isOnLine ? -11 : -17;
  const isFree = claim(taken, textBox(at.x, at.y + y, words, "middle"));
  return isFree || isSelected ? text("label", "label", { x: 0, y }, words, "middle") : undefined;
}
