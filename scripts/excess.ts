/** What is too large in a component, a page, a style sheet or a cell: sizes that no linter sees. */

const COLUMNS = 100;
/** An import of one name cannot be broken into lines. */
const UNBREAKABLE = /^import \w+ from "[^"]+";$/;
const CELL = { lines: 60, columns: 84 };

/** Everything that is too large in a file, as sentences. */
export function excess(file: string, text: string, lines: number): string[] {
  const rows = text.trimEnd().split("\n");
  const found = rows.flatMap((row, i) =>
    row.length > COLUMNS && !UNBREAKABLE.test(row)
      ? [`${file}:${i + 1}: ${row.length} columns, at most ${COLUMNS}`]
      : [],
  );
  if (rows.length > lines) found.unshift(`${file}: ${rows.length} lines, at most ${lines}`);
  return found;
}

/** Every cell of a topic that is too large, as sentences. */
export function cellExcess(file: string, text: string): string[] {
  const found: string[] = [];
  const fences = text.matchAll(/^```ts cell[^\n]*\n([\s\S]*?)^```/gm);
  for (const { index, 1: body } of fences) {
    const first = text.slice(0, index).split("\n").length + 1;
    const rows = body!.split("\n");
    const full = rows.filter((row) => row.trim() !== "").length;
    if (full > CELL.lines) {
      found.push(`${file}:${first}: a cell of ${full} lines, at most ${CELL.lines}`);
    }
    rows.forEach((row, i) => {
      if (row.length <= CELL.columns) return;
      found.push(`${file}:${first + i}: ${row.length} columns in a cell, at most ${CELL.columns}`);
    });
  }
  return found;
}
