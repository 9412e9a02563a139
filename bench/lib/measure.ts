/** Measuring: processor time rather than wall time, so that a busy machine disturbs little. */

/** One line of the benchmark's output. `ratio` is how `value` compares with what `to` names. */
export type Figure = {
  figure: string;
  value: number;
  unit: string;
  ratio: number;
  to: string;
};

/** Processor time that a piece of work takes, ns: the least of several rounds. */
export function leastTime(rounds: number, work: () => void): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) least = Math.min(least, timeOf(work));
  return least;
}

/**
 * Times of two pieces of work, measured in turn, so that a machine which slows down slows down
 * both: ns for each.
 */
export function leastTimes(
  rounds: number,
  first: () => void,
  second: () => void,
): [number, number] {
  let [one, other] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    one = Math.min(one, timeOf(first));
    other = Math.min(other, timeOf(second));
  }
  return [one, other];
}

function timeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

/** Prints a figure as a line of JSON. */
export function report(figure: Figure): void {
  const rounded = { ...figure, value: round3(figure.value), ratio: round3(figure.ratio) };
  console.log(JSON.stringify(rounded));
}

/** Three significant digits. */
function round3(value: number): number {
  return Number(value.toPrecision(3));
}
