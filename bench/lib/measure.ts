/** Measuring: processor time rather than wall time, so that a busy machine disturbs little. */

/** One line of the benchmark's output. `ratio` is how `value` compares with what `to` names. */
export type Figure = {
  figure: string;
  value: number;
  unit: string;
  ratio: number;
  to: string;
  /** What `ratio` must be at least, where the design demands it. */
  floor?: number;
};

/** A piece of work that says how much processor time it took, ns. */
export type Timed = () => number;

/** Work of this program, timed. */
export function timed(work: () => void): Timed {
  return () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) * 1000;
  };
}

/**
 * Times of several pieces of work, ns: the least of several rounds of each. They are measured in
 * turn, so that a machine which slows down slows down all.
 */
export function leastOf(rounds: number, ...works: Timed[]): number[] {
  const least = works.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    works.forEach((work, i) => (least[i] = Math.min(least[i], work())));
  }
  return least;
}

/** Processor time that a piece of work takes, ns: the least of several rounds. */
export function leastTime(rounds: number, work: () => void): number {
  return leastOf(rounds, timed(work))[0];
}

/** Prints a figure as a line of JSON; `holds` tells whether its floor is kept. */
export function report(figure: Figure): void {
  const { value, ratio, floor } = figure;
  const rounded = { ...figure, value: round3(value), ratio: round3(ratio) };
  const verdict = floor === undefined ? {} : { holds: ratio >= floor };
  console.log(JSON.stringify({ ...rounded, ...verdict }));
}

/** Three significant digits. */
function round3(value: number): number {
  return Number(value.toPrecision(3));
}
