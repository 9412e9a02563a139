/**
 * Which of many spans touch a stretch of time, found by binary search: spans stand in the order
 * of their beginnings, and beside each stands the latest end of it and all before it.
 */
export type Timed = { from: number; to: number };

export type Spans<S extends Timed> = { list: readonly S[]; latest: Float64Array };

export function spansOf<S extends Timed>(list: readonly S[]): Spans<S> {
  const latest = new Float64Array(list.length);
  let end = -Infinity;
  for (let i = 0; i < list.length; i++) {
    end = Math.max(end, list[i].to);
    latest[i] = end;
  }
  return { list, latest };
}

/** The indices of all spans that touch [from, to], in order. */
export function touching(spans: Spans<Timed>, from: number, to: number): number[] {
  const found: number[] = [];
  let i = countUntil(spans.list, to) - 1;
  for (; i >= 0 && spans.latest[i] >= from; i--) if (spans.list[i].to >= from) found.push(i);
  return found.reverse();
}

/** How many spans begin at or before `time`. */
function countUntil(list: readonly Timed[], time: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle].from <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of the first number in a sorted list that is greater than `value`. */
export function firstAfter(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
