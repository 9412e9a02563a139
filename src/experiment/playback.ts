/** The clock of the playback: which moment of simulated time the page shows. Pure arithmetic. */

/** How fast time passes: simulated ns for each real second. */
export type Speed = { label: string; perSecond: number };

const MILLISECOND = 1e6;

/** The speeds to choose from, slowest first. */
export const SPEEDS: readonly Speed[] = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000].map(
  (ms) => ({ label: ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`, perSecond: ms * MILLISECOND }),
);

/** The speed at which a run of `end` ns plays in a quarter of a minute or less. */
export function naturalSpeed(end: number): Speed {
  const wanted = end / 15;
  return SPEEDS.find(({ perSecond }) => perSecond >= wanted) ?? SPEEDS[SPEEDS.length - 1];
}

/** Where the playhead is `elapsed` real milliseconds later; it stops at the end. */
export function advance(playhead: number, elapsed: number, speed: Speed, end: number): number {
  return Math.min(end, playhead + (elapsed / 1_000) * speed.perSecond);
}

/** The times at which something happens, each once: what a step goes to. */
export function stepTimes(rows: number, timeOf: (row: number) => number): Float64Array {
  const times: number[] = [];
  for (let row = 0; row < rows; row++) {
    const time = timeOf(row);
    if (times.length === 0 || times[times.length - 1] !== time) times.push(time);
  }
  return Float64Array.from(times);
}

/** The first time after `playhead` at which something happens, or `playhead` if none does. */
export function stepForward(times: Float64Array, playhead: number): number {
  const i = firstAfter(times, playhead);
  return i < times.length ? times[i] : playhead;
}

/** The last time before `playhead` at which something happened, or 0. */
export function stepBack(times: Float64Array, playhead: number): number {
  let i = firstAfter(times, playhead) - 1;
  if (i >= 0 && times[i] === playhead) i -= 1;
  return i >= 0 ? times[i] : 0;
}

function firstAfter(times: Float64Array, playhead: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] <= playhead) low = middle + 1;
    else high = middle;
  }
  return low;
}
