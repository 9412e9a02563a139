/** What went wrong while a cell ran, in plain values: message, cell and line. */

export type CellFailure = { message: string; cell: string; line: number };

/** The longest message that is kept. */
const LONGEST = 2_000;

/** Reads any thrown value. The line comes from the cell's own place in the stack, if it has one. */
export function readFailure(error: unknown, cell: string): CellFailure {
  const message = messageOf(error).slice(0, LONGEST);
  return { message, ...placeInStack(stackOf(error), cell) };
}

function messageOf(error: unknown): string {
  try {
    if (error instanceof Error) return error.message || error.name;
    return `${String(error)} was thrown`;
  } catch {
    return "something that cannot be shown was thrown";
  }
}

function stackOf(error: unknown): string {
  try {
    const stack = error instanceof Error ? error.stack : "";
    return typeof stack === "string" ? stack.slice(0, 20_000) : "";
  } catch {
    return "";
  }
}

/** The topmost line of a cell's own code in a stack; line 0 if there is none. */
export function placeInStack(stack: string, cell: string): { cell: string; line: number } {
  const found = /cells\/([^\s/]{1,200})\.ts:(\d{1,6})/.exec(stack);
  if (found === null) return { cell, line: 0 };
  return { cell: decoded(found[1]), line: Number(found[2]) };
}

/** A stack may have been written by anybody. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
