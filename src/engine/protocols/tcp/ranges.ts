/** Sets of places of a stream, as a sorted list of stretches that neither touch nor overlap. */

/** A stretch, [from, to). */
export type Range = [from: number, to: number];

/** Adds a stretch; whether any of it is new. */
export function addRange(ranges: Range[], from: number, to: number): boolean {
  let i = 0;
  while (i < ranges.length && ranges[i][1] < from) i++;
  if (i < ranges.length && ranges[i][0] <= from && to <= ranges[i][1]) return false;
  let [start, end] = [from, to];
  let j = i;
  for (; j < ranges.length && ranges[j][0] <= to; j++) {
    start = Math.min(start, ranges[j][0]);
    end = Math.max(end, ranges[j][1]);
  }
  ranges.splice(i, j - i, [start, end]);
  return true;
}

/** Forgets all that lies before a place. */
export function dropBelow(ranges: Range[], before: number): void {
  while (ranges.length > 0 && ranges[0][1] <= before) ranges.shift();
  if (ranges.length > 0 && ranges[0][0] < before) ranges[0][0] = before;
}

/** The stretch that holds a place, or the first one after it. */
export function rangeFrom(ranges: readonly Range[], place: number): Range | undefined {
  return ranges.find(([, to]) => to > place);
}

/** How many places of [from, to) the set holds. */
export function held(ranges: readonly Range[], from: number, to: number): number {
  let sum = 0;
  for (const [start, end] of ranges) sum += Math.max(0, Math.min(end, to) - Math.max(start, from));
  return sum;
}
