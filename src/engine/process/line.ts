/**
 * The line register: which line of a cell is running. The cell compiler puts `markLine(n)` before
 * each effect; the engine copies the number when it is asked about a moment. It is the one
 * variable that lives outside a run, and no run's outcome depends on it.
 */
export const lineRegister = {
  /** The line marked last; 0 if none was since the handler began. */
  line: 0,
  /** The line marked first since the handler began; 0 if none was. */
  first: 0,
};

/** Says that line `line` (from 1) of the cells is about to run. */
export function markLine(line: number): void {
  if (lineRegister.line === 0) lineRegister.first = line;
  lineRegister.line = line;
}

/** Forgets the lines of the handler before. */
export function resetLine(): void {
  lineRegister.line = 0;
  lineRegister.first = 0;
}
