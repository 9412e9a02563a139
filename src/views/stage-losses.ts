/**
 * Packets that died, lying beside the road near the place where they did. One stays in sight for a
 * short while of simulated time, and beyond that as long as it is the current try: until its
 * sender hears from where it was going, or posts something else there.
 */
import type { Flight } from "../engine/trace/flights.ts";
import { NONE } from "../engine/trace/trace.ts";
import { widthOf } from "./fit.ts";
import { pointOn, ROAD_Y } from "./layout.ts";
import { cross, group, hit, path, reach, rect, text, translate, type Point } from "./marks.ts";
import { previewOf, type Message } from "./messages.ts";
import { claim } from "./obstacles.ts";
import { firstAfter, touching } from "./overlap.ts";
import type { Mark } from "./scene.ts";
import { packetClass, shareAt } from "./stage-packets.ts";
import type { StageContext } from "./stage-context.ts";
import { envelope } from "./symbols.ts";
import type { TraceIndex } from "./trace-index.ts";
import type { PictureWords } from "./words/catalogue.ts";

/** How long a dead packet stays in sight, in times of its way. */
const LINGER = 4;
/** Copies of the current try that are looked at, and dead packets that are drawn. */
const TRIES = 6;
const SHOWN = 12;

export function deadMarks(context: StageContext): Mark[] {
  const marks: Mark[] = [];
  for (const i of deadInSight(context.index, context.time).reverse()) {
    const mark = deadMark(context, i);
    if (mark !== undefined) marks.push(mark);
    if (marks.length === SHOWN) break;
  }
  return marks.reverse();
}

/** Indices of the dead flights to be shown, in the order in which they set out. */
export function deadInSight(index: TraceIndex, time: number): number[] {
  const dead = new Set(recentlyDead(index, time));
  for (const messages of index.conversations.values()) {
    for (const i of currentTry(index, messages, time)) dead.add(i);
  }
  return [...dead].sort((a, b) => a - b);
}

function isDead(flight: Flight, time: number): boolean {
  const hasDied = flight.fate === "lost" || flight.fate === "dropped" || flight.fate === "severed";
  return (hasDied || flight.discarded) && flight.ended !== NONE && flight.to <= time;
}

function recentlyDead(index: TraceIndex, time: number): number[] {
  const longest = Math.max(0, ...index.trace.links.map((link) => link.delay + link.jitter));
  return touching(index.flightSpans, time - LINGER * longest, time).filter((i) => {
    const flight = index.flights[i];
    const { delay, jitter } = index.trace.links[flight.link];
    return isDead(flight, time) && time - flight.to < LINGER * (delay + jitter);
  });
}

/** Dead flights of the latest message from one node to another, and of the copies before it. */
function currentTry(index: TraceIndex, messages: readonly Message[], time: number): number[] {
  let message: Message | undefined = latestAt(index, messages, time);
  const dead: number[] = [];
  for (let tries = 0; message !== undefined && tries < TRIES; tries++) {
    for (const i of message.flights) {
      const flight = index.flights[i];
      if (isDead(flight, time) && !hasHeard(index, message, flight.ended, time)) dead.push(i);
    }
    message = index.messages.get(message.earlier);
  }
  return dead;
}

function latestAt(
  index: TraceIndex,
  messages: readonly Message[],
  time: number,
): Message | undefined {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index.trace.time(messages[middle].row) <= time) low = middle + 1;
    else high = middle;
  }
  return messages[low - 1];
}

/** Receipts looked at; after more of them the try is no longer the current one. */
const RECEIPTS = 64;

/** Whether the sender of a message has received anything from where it was going since a row. */
function hasHeard(index: TraceIndex, message: Message, since: number, time: number): boolean {
  const rows = index.receives[message.from] ?? [];
  const first = firstAfter(rows, since);
  for (let i = first; i < rows.length && index.trace.time(rows[i]) <= time; i++) {
    if (index.trace.place(rows[i]) === message.to || i - first > RECEIPTS) return true;
  }
  return false;
}

function deadMark(context: StageContext, i: number): Mark | undefined {
  const { index, time, selection, words } = context;
  const flight = index.flights[i];
  const message = index.messages.get(flight.message);
  const isAnswer = message?.isAnswer ?? false;
  const said = message === undefined ? "" : `${previewOf(message)} `;
  const label = `${said}${fateLabel(flight, words.picture.fates)}`;
  const place = findPlace(context, flight, isAnswer, widthOf(label, true));
  if (place === undefined) return undefined;
  const target = `flight:${i}`;
  const isSelected = selection === target;
  const small = context.at.look === "net";
  const letter = envelope({ answer: isAnswer, damaged: false, small });
  const tilt = { transform: `rotate(${tilts[i % tilts.length]})` };
  const children = [
    isSelected ? rect("halo", "halo", { x: -22, y: -18, width: 44, height: 36 }, 8) : undefined,
    hit({ x: 0, y: 0 }, small ? 24 : 36, small ? 24 : 30),
    group("letter", "letter", letter, tilt),
    path("cross", "struck", cross({ x: 0, y: 0 }, small ? 6 : 9)),
    fateMark(label, place, small ? 14 : 25),
  ];
  const state = `${packetClass(flight, isAnswer, false, isSelected)} lost`;
  const mark = group(target, state, children, { transform: translate(place.x, place.y) });
  return reach(mark, target, words.targets.flight(index, i, time));
}

function fateMark(label: string, place: Lying, away: number): Mark | undefined {
  if (place.label === "none") return undefined;
  const isLeft = place.label === "left";
  const at = { x: isLeft ? -away : away, y: 4 };
  return text("label", "label", at, label, isLeft ? "end" : "start");
}

/** Letters fall as they will; the same one always the same way. */
const tilts = [-14, 11, -7, 16, -19, 6];

function fateLabel(flight: Flight, fates: PictureWords["fates"]): string {
  if (flight.fate === "dropped") return fates.dropped;
  if (flight.fate === "severed") return fates.severed;
  return flight.discarded ? fates.damaged : fates.lost;
}

type Lying = Point & { label: "left" | "right" | "none" };

/** The first free place for a dead letter and its label. */
function findPlace(
  context: StageContext,
  flight: Flight,
  isAnswer: boolean,
  width: number,
): Lying | undefined {
  const { at, index, taken } = context;
  const died = pointOn(at, index.trace, flight.link, shareAt(index, flight, flight.to));
  if (at.look === "net") return findPlaceBeside(context, flight.link, died, width);
  const road = at.roads[at.roadOf[flight.link]];
  const [left, right] = [road.from.x + 20, road.to.x - 20];
  for (const y of shelves(at.compact, isAnswer)) {
    const x = Math.min(right, Math.max(left, died.x));
    const label = x + 28 + width > at.width - 14 ? "left" : "right";
    const start = label === "left" ? x - 28 - width : x - 18;
    if (claim(taken, { x: start, y: y - 14, width: 46 + width, height: 28 }))
      return { x, y, label };
  }
  return undefined;
}

/** Heights beside the road: above it for what is asked, below for answers if there is room. */
function shelves(compact: boolean, isAnswer: boolean): number[] {
  const above = [ROAD_Y - 57, ROAD_Y - 90];
  return isAnswer && !compact ? [ROAD_Y + 76, ...above] : above;
}

/** Beside a line of any direction: at its sides, with its label or, where all is taken, without. */
function findPlaceBeside(context: StageContext, link: number, died: Point, width: number): Lying {
  const { at, taken } = context;
  const { from, to } = at.roads[at.roadOf[link]];
  const length = Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2) || 1;
  const [nx, ny] = [(to.y - from.y) / length, -(to.x - from.x) / length];
  for (const away of [20, -20, 34, -34]) {
    const [x, y] = [died.x + nx * away, died.y + ny * away];
    for (const label of ["right", "left"] as const) {
      const start = label === "left" ? x - 16 - width : x - 10;
      const box = { x: start, y: y - 10, width: 26 + width, height: 20 };
      if (start < 6 || start + box.width > at.width - 6) continue;
      if (claim(taken, box)) return { x, y, label };
    }
  }
  return { x: died.x + nx * 12, y: died.y + ny * 12, label: "none" };
}
