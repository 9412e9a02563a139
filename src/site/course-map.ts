/** The course as a reader sees it: units and topics in order, which of them can be read already. */
import type { Course, Topic, Unit } from "./config.ts";
import { LOCAL_FOLDER, topicPath } from "./links.ts";

/** One station of the route. */
export type Station = {
  id: string;
  /** Id of the unit that lists the topic. */
  unit: string;
  /** Position in its unit, from 1. */
  number: number;
  title: string;
  promise: string;
  date: string | undefined;
  /** Whether the topic has been written; only then is there a page. */
  live: boolean;
  /** Path of its page, without the base path. */
  path: string;
  /** Id of its entry in the content collection, such as `local/08-retransmission`. */
  entry: string | undefined;
};

/** A unit with its stations. */
export type Route = { unit: Unit; number: number; stations: Station[] };

/**
 * Joins the course's list with the entries that exist (`<folder>/<topic>`). A topic in the local
 * folder wins over the one of the same id that came with the course.
 */
export function routes(course: Course, entries: readonly string[]): Route[] {
  const known = new Set(entries);
  return course.units.map((unit, u) => ({
    unit,
    number: u + 1,
    stations: unit.topics.map((topic, t) => station(unit, topic, t + 1, known)),
  }));
}

function station(unit: Unit, topic: Topic, number: number, known: Set<string>): Station {
  const entry = [LOCAL_FOLDER, unit.id].map((f) => `${f}/${topic.id}`).find((id) => known.has(id));
  return {
    id: topic.id,
    unit: unit.id,
    number,
    title: topic.title,
    promise: topic.promise,
    date: topic.date,
    live: entry !== undefined,
    path: topicPath(unit.id, topic.id),
    entry,
  };
}

/** The stations before and after one, across units, live or not. */
export function neighbours(all: readonly Route[], id: string) {
  const stations = all.flatMap((route) => route.stations);
  const at = stations.findIndex((one) => one.id === id);
  return { before: stations[at - 1], after: stations[at + 1] };
}
