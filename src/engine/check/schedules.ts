/** Random schedules of faults: what a search throws at an experiment. */
import { type Fault, corrupt, crash, delay, drop, duplicate } from "../faults.ts";
import { checkNames, checkNumber, checkTime, listed, show } from "../kernel/check.ts";
import { Streams } from "../kernel/random.ts";
import type { Trial } from "./trial.ts";

/** What a schedule may do. */
export type Trouble = "drop" | "duplicate" | "delay" | "corrupt" | "crash";

const TROUBLES: readonly Trouble[] = ["drop", "duplicate", "delay", "corrupt", "crash"];

/** What random schedules are made of. */
export type ScheduleOptions = {
  /** How many faults of each kind one schedule may have at most: `{ drop: 2, crash: 1 }`. */
  most: Partial<Record<Trouble, number>>;
  /** Links whose packets may be struck; left out: all. */
  links?: readonly string[];
  /** Nodes that may crash; left out: all. */
  nodes?: readonly string[];
  /** The longest delay of a packet, ns; left out: as long as the run took without faults. */
  longestDelay?: number;
  /** The longest time that a node is down, ns; left out: as long as that run took. 0: for good. */
  longestDown?: number;
};

/** Faults that one schedule may have. */
const MOST_FAULTS = 1_000;

/**
 * Checks what schedules are to be made of.
 * @throws RangeError naming what is wrong, with the permitted range.
 */
export function checkSchedules(where: string, options: ScheduleOptions): void {
  const { most, longestDelay, longestDown } = options;
  if (typeof most !== "object" || most === null) {
    const form = "it must be an object such as { drop: 2, crash: 1 }";
    throw new RangeError(`${where}: most is ${show(most)}; ${form}.`);
  }
  checkNames(`${where}: most`, most, TROUBLES);
  for (const [name, count] of Object.entries(most)) {
    checkNumber(where, `most.${name}`, count, { min: 0, max: MOST_FAULTS, whole: true });
  }
  if (Object.values(most).every((count) => count === 0)) {
    throw new RangeError(
      `${where}: most allows no faults at all. Allow one of ${listed(TROUBLES)}.`,
    );
  }
  if (longestDelay !== undefined) checkTime(where, "longestDelay", longestDelay);
  if (longestDown !== undefined) checkTime(where, "longestDown", longestDown);
}

/**
 * The schedule of this number: always the same for the same extent and options, whatever other
 * schedules there are. How many faults of a kind there are, is uniform from none to the most;
 * at least one there is. Where they strike, is uniform over what the run without them had.
 */
export function randomSchedule(number: number, extent: Trial, options: ScheduleOptions): Fault[] {
  const dice = new Dice(number);
  const makers = makersOf(dice, extent, options);
  const faults: Fault[] = [];
  const allowed = TROUBLES.filter((kind) => (options.most[kind] ?? 0) > 0);
  for (const kind of allowed) {
    const count = dice.below((options.most[kind] ?? 0) + 1);
    for (let i = 0; i < count; i++) faults.push(...makers[kind]());
  }
  if (faults.length === 0) faults.push(...makers[dice.choose(allowed)]());
  return faults;
}

/** The chance of one schedule. */
class Dice {
  readonly #streams: Streams;

  constructor(number: number) {
    this.#streams = new Streams(`search/schedule ${number}`);
    this.#streams.open("choices");
  }

  /** A whole number from 0 to `below` − 1. */
  below(below: number): number {
    return this.#streams.below(0, below);
  }

  choose<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
}

/** Of each kind: makes a fault, or none where there is nothing that it could strike. */
function makersOf(
  dice: Dice,
  extent: Trial,
  options: ScheduleOptions,
): Record<Trouble, () => Fault[]> {
  const { links, nodes, longestDelay = extent.end, longestDown = extent.end } = options;
  const roads = Object.entries(extent.packets).filter(
    ([id, { count }]) => count > 0 && (links === undefined || links.includes(id)),
  );
  const machines = Object.keys(extent.handled).filter((name) => nodes?.includes(name) ?? true);
  const all = Object.values(options.most).reduce((sum, count) => sum + count, 0);
  const packet = (make: (link: string, packet: number, bytes: number) => Fault) => () => {
    if (roads.length === 0) return [];
    const [id, { count, bytes }] = dice.choose(roads);
    // Faults make repetitions, so the run may come to have more packets than it had.
    return [make(id, 1 + dice.below(count + all), bytes)];
  };
  return {
    drop: packet(drop),
    duplicate: packet(duplicate),
    delay: packet((id, n) => delay(id, n, 1 + dice.below(Math.max(longestDelay, 1)))),
    corrupt: packet((id, n, bytes) => corrupt(id, n, dice.below(Math.max(8 * bytes, 1)))),
    crash: () => {
      if (machines.length === 0) return [];
      const node = dice.choose(machines);
      const handled = 1 + dice.below(extent.handled[node]);
      const point = { handled, afterSends: dice.below(4) };
      const downFor = longestDown > 0 ? { downFor: 1 + dice.below(longestDown) } : {};
      return [crash(node, { ...point, ...downFor })];
    },
  };
}
