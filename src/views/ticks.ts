/** Round numbers along an axis: 1, 2 or 5 times a power of ten apart. */

/** The distance between ticks so that there are about `count` of them in `span`. */
export function tickStep(span: number, count: number): number {
  if (!(span > 0) || !(count > 0)) return 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  const step = digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10;
  return step * power;
}

/** Ticks within [from, to]; a multiple of the step each, so they stay put when the window moves. */
export function niceTicks(from: number, to: number, count: number): number[] {
  const step = tickStep(to - from, count);
  const ticks: number[] = [];
  const first = Math.ceil(from / step - 1e-9);
  for (let i = first; i * step <= to + step * 1e-9 && ticks.length < 200; i++) {
    ticks.push(tidy(i * step, step));
  }
  return ticks;
}

/** 0.1 + 0.2 as 0.3: rounded to the step's own decimals. */
function tidy(value: number, step: number): number {
  const decimals = decimalsOf(step);
  return Number(value.toFixed(decimals));
}

/** Decimals that a multiple of the step needs. */
export function decimalsOf(step: number): number {
  return Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}

/** Powers of ten within [from, to], and 2 and 5 times them where these are few. */
export function logTicks(from: number, to: number): number[] {
  const ticks: number[] = [];
  const decades = Math.log10(to / from);
  const steps = decades <= 3 ? [1, 2, 5] : [1];
  for (let power = Math.floor(Math.log10(from)); 10 ** power <= to * 1.0001; power++) {
    for (const step of steps) {
      const value = Number((step * 10 ** power).toPrecision(6));
      if (value >= from * 0.9999 && value <= to * 1.0001) ticks.push(value);
    }
  }
  return ticks;
}
