/**
 * everyInstant, everyPacket, everyPair: what becomes of a run if something fails at each moment of
 * it, one real run each. The verdict can change only where the order of events does, so finitely
 * many runs cover all moments.
 */
import { corrupt, delay, drop, duplicate, type Fault } from "../faults.ts";
import { checkChoice, checkTime, show } from "../kernel/check.ts";
import { crashAt, type Instant, instantsOf, type Strike } from "./instants.ts";
import { localPool, type Pool } from "./pool.ts";
import {
  type EveryOptions,
  type Judge,
  type Judged,
  judgedBy,
  Rounds,
  type Strip,
} from "./strip.ts";
import type { PacketName, Survey } from "./survey.ts";
import type { Experiment } from "./sweep.ts";

/** Where a packet was struck. */
export type PacketPlace = PacketName & { faults: Fault[] };

/** Where a pair struck: the first, and the second in the run that the first had made. */
export type PairPlace = {
  first: Instant | PacketPlace;
  second: Instant | PacketPlace;
  faults: Fault[];
};

/** What can be done to every packet. */
export type PacketStrike = "drop" | "duplicate" | "corrupt" | { delay: number };

/** One of the two faults of a pair. */
export type EitherStrike = Strike | { packets: PacketStrike };

/**
 * Strikes at every instant of a run: before each event, just after it, and between the sends of
 * its handler if it is the node's that crashes. A node that comes back does so at another place
 * among the events: so it also crashes one outage before each event, of this run and of those that
 * it leads to, until there is no new instant.
 * @param strike `{ crash: "shop", backAfter: ms(300) }`, or a function from a time to faults.
 * @throws RangeError for options that are wrong, and if the base run cannot be made.
 */
export function everyInstant(
  experiment: Experiment,
  strike: Strike,
  judge: Judge,
  options?: EveryOptions,
): Promise<Strip<Instant>> {
  return everyInstantWith(localPool(judgedBy(experiment, judge)), strike, options);
}

/** As `everyInstant`, with any pool whose results are those of `judgedBy`. */
export async function everyInstantWith(
  pool: Pool<Judged>,
  strike: Strike,
  options: EveryOptions = {},
): Promise<Strip<Instant>> {
  checkStrike("everyInstant", strike);
  const rounds = new Rounds<Instant>("everyInstant", pool, options, 500);
  const base = await rounds.base();
  const first = instantsOf(base, strike);
  const fixed = options.faults?.length ?? 0;
  const times = new Set(first.map(({ time }) => time));
  let surveys: (Survey | undefined)[] = [base];
  let next = [...first, ...outagesBefore(surveys, strike, times, fixed)];
  while (next.length > 0) {
    surveys = await rounds.run(next);
    next = outagesBefore(surveys, strike, times, fixed);
  }
  const order = { before: 0, within: 1, after: 2 };
  return rounds.strip(
    (a, b) => a.time - b.time || a.row - b.row || order[a.place] - order[b.place],
  );
}

/** Instants, at times that are new, that lie one outage before an event. */
function outagesBefore(
  surveys: readonly (Survey | undefined)[],
  strike: Strike,
  known: Set<number>,
  fixed: number,
): Instant[] {
  if (typeof strike === "function" || strike.backAfter === undefined) return [];
  const instants: Instant[] = [];
  for (const survey of surveys) {
    for (const happening of survey?.happenings ?? []) {
      // What the crash or the restart brings about, comes later if they do: they never pass it.
      const time = happening.time - strike.backAfter;
      if (happening.fault >= fixed || time < 0 || known.has(time)) continue;
      known.add(time);
      // Back just before the event, and just after it.
      instants.push({ time, row: -1, place: "before", faults: crashAt(strike, time) });
      const next = time + 1;
      instants.push({ time: next, row: -1, place: "after", faults: crashAt(strike, next) });
    }
  }
  return instants;
}

/**
 * Strikes every packet of a run, on every link that it crosses.
 * @param strike What happens to it; a delay in ns.
 * @throws RangeError as `everyInstant` does.
 */
export function everyPacket(
  experiment: Experiment,
  strike: PacketStrike,
  judge: Judge,
  options?: EveryOptions,
): Promise<Strip<PacketPlace>> {
  return everyPacketWith(localPool(judgedBy(experiment, judge)), strike, options);
}

/** As `everyPacket`, with any pool whose results are those of `judgedBy`. */
export async function everyPacketWith(
  pool: Pool<Judged>,
  strike: PacketStrike,
  options: EveryOptions = {},
): Promise<Strip<PacketPlace>> {
  checkPacketStrike("everyPacket", strike);
  const rounds = new Rounds<PacketPlace>("everyPacket", pool, options, 500);
  await rounds.run(packetPlaces(await rounds.base(), strike));
  return rounds.strip((a, b) => a.row - b.row);
}

/**
 * Strikes twice: at every instant or packet of a run, and then at every later one of the run that
 * this led to.
 * @param strikes Each as for `everyInstant`, or `{ packets: "drop" }` as for `everyPacket`.
 * @throws RangeError as `everyInstant` does.
 */
export function everyPair(
  experiment: Experiment,
  strikes: readonly [EitherStrike, EitherStrike],
  judge: Judge,
  options?: EveryOptions,
): Promise<Strip<PairPlace>> {
  return everyPairWith(localPool(judgedBy(experiment, judge)), strikes, options);
}

/** As `everyPair`, with any pool whose results are those of `judgedBy`. */
export async function everyPairWith(
  pool: Pool<Judged>,
  [one, two]: readonly [EitherStrike, EitherStrike],
  options: EveryOptions = {},
): Promise<Strip<PairPlace>> {
  for (const strike of [one, two]) checkEither("everyPair", strike);
  const singles = new Rounds<Instant | PacketPlace>("everyPair", pool, options, 5_000);
  const firsts = placesOf(await singles.base(), one, -1);
  const surveys = await singles.run(firsts);
  const pairs = singles.goOn<PairPlace>();
  const places = firsts.flatMap((first, i) => {
    const survey = surveys[i];
    const seconds = survey === undefined ? [] : placesOf(survey, two, first.time);
    return seconds.map((second) => ({
      ...{ first, second },
      faults: [...first.faults, ...second.faults],
    }));
  });
  await pairs.run(places);
  return pairs.strip((a, b) => a.first.time - b.first.time || a.second.time - b.second.time);
}

/** The places from just after `time` (ns) on. */
function placesOf(survey: Survey, strike: EitherStrike, time: number): (Instant | PacketPlace)[] {
  if (typeof strike === "object" && "packets" in strike) {
    return packetPlaces(survey, strike.packets).filter((place) => place.time > time);
  }
  return instantsOf(survey, strike, time + 1);
}

function packetPlaces({ packets }: Survey, strike: PacketStrike): PacketPlace[] {
  return packets.map((packet) => ({ ...packet, faults: [packetFault(packet, strike)] }));
}

function packetFault({ link, packet }: PacketName, strike: PacketStrike): Fault {
  if (typeof strike === "object") return delay(link, packet, strike.delay);
  return { drop, duplicate, corrupt }[strike](link, packet);
}

function checkStrike(where: string, strike: Strike): void {
  if (typeof strike === "function") return;
  const form = "it must be { crash: node, backAfter } or a function from a time to faults";
  if (typeof strike !== "object" || strike === null || typeof strike.crash !== "string") {
    throw new RangeError(`${where}: the strike is ${show(strike)}; ${form}.`);
  }
  if (strike.backAfter === undefined) return;
  if (checkTime(where, "backAfter", strike.backAfter) >= 1) return;
  throw new RangeError(`${where}: backAfter is ${strike.backAfter}; it must be at least 1 ns.`);
}

function checkPacketStrike(where: string, strike: PacketStrike): void {
  if (typeof strike === "object" && strike !== null) checkTime(where, "delay", strike.delay);
  else checkChoice(where, "the strike", strike, ["drop", "duplicate", "corrupt"]);
}

function checkEither(where: string, strike: EitherStrike): void {
  const isOfPackets = typeof strike === "object" && strike !== null && "packets" in strike;
  if (isOfPackets) checkPacketStrike(where, strike.packets);
  else checkStrike(where, strike);
}
