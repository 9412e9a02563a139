/**
 * TypeScript → JavaScript by erasing types and nothing else, so that lines stay where they are.
 *
 * What cannot be erased (enums, namespaces, parameter properties, decorators) is refused here:
 * the same rule as `erasableSyntaxOnly`, for a reader whose page has no TypeScript compiler.
 */
import { transform } from "sucrase/dist/index.js";
import { parse } from "sucrase/dist/parser/index.js";
import { TokenType } from "sucrase/dist/parser/tokenizer/types.js";
import { reasonOf } from "../../engine/kernel/check.ts";
import { CellError } from "../cells.ts";

type Token = ReturnType<typeof parse>["tokens"][number];

/** What is said of every form of import. */
export const IMPORTS_NOTHING = "A cell imports nothing: the engine's names are simply there.";

/** `source` without its types. Throws a `CellError` at what cannot be erased or read. */
export function stripTypes(cell: string, source: string): string {
  try {
    refuseNotErasable(cell, source, parse(source, false, true, false).tokens);
    return transform(source, { transforms: ["typescript"], disableESTransforms: true }).code;
  } catch (error) {
    if (error instanceof CellError || isTooDeep(error)) throw error;
    throw syntaxError(cell, error);
  }
}

/** Parsers call themselves for what stands inside, and text can be deeper than the stack. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError || (error as Error).name === "InternalError";
}

/** The place of offset `at` in `source`, counting from 1. */
export function placeAt(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: at - start + 1 };
}

/**
 * The column in `source` of a place in `code`, which is the same text without its types: the word
 * there is looked for behind the words that stand before it.
 */
export function sourceColumn(
  source: string,
  code: string,
  { line, column }: { line: number; column: number },
): number {
  const written = wordsOf(source, line);
  let next = 0;
  for (const { at, word } of wordsOf(code, line)) {
    const found = written.findIndex((each, i) => i >= next && each.word === word);
    if (found < 0) break;
    if (at >= column - 1) return written[found].at + 1;
    next = found + 1;
  }
  return column;
}

function wordsOf(text: string, line: number): { at: number; word: string }[] {
  const words = (text.split("\n")[line - 1] ?? "").matchAll(/[\w$]+|[^\s\w$]/g);
  return [...words].map((found) => ({ at: found.index, word: found[0] }));
}

function syntaxError(cell: string, error: unknown): CellError {
  const text = reasonOf(error);
  const [, line = "1", column = "1"] = /\((\d+):(\d+)\)$/.exec(text) ?? [];
  const message = text
    .replace(/^Error (?:transforming|parsing)[^:]*: /, "")
    .replace(/ \(\d+:\d+\)$/, "");
  return new CellError({ cell, message, line: Number(line), column: Number(column) });
}

function refuseNotErasable(cell: string, source: string, tokens: readonly Token[]): void {
  tokens.forEach((token, i) => {
    const message = refusal(source, tokens, i);
    if (message !== "") throw new CellError({ cell, message, ...placeAt(source, token.start) });
  });
}

function refusal(source: string, tokens: readonly Token[], i: number): string {
  const token = tokens[i];
  const word = source.slice(token.start, token.end);
  if (token.type === TokenType._enum)
    return "An enum leaves code behind when types are erased. Write a union of strings instead.";
  // An import of which only types are used would be erased, and refused by nobody.
  if (token.type === TokenType._import && tokens[i + 1]?.type !== TokenType.parenL)
    return IMPORTS_NOTHING;
  if (token.type === TokenType.at)
    return "Decorators do not run in a cell. Call a function instead.";
  if (isNamespace(source, tokens, i))
    return `A ${word} leaves code behind when types are erased. Write plain functions instead.`;
  if (isParameterProperty(source, tokens, i))
    return `“${word}” in a constructor's brackets leaves code behind. Declare a field instead.`;
  return "";
}

function isNamespace(source: string, tokens: readonly Token[], i: number): boolean {
  const word = source.slice(tokens[i].start, tokens[i].end);
  if (word !== "namespace" && word !== "module") return false;
  if (tokens[i].type !== TokenType.name) return false;
  const next = tokens[i + 1]?.type;
  return (
    (next === TokenType.name || next === TokenType.string) &&
    tokens[i + 2]?.type === TokenType.braceL
  );
}

const modifiers: ReadonlySet<number> = new Set([
  TokenType._public,
  TokenType._private,
  TokenType._protected,
  TokenType._readonly,
  TokenType._override,
]);

/** A modifier directly after `(` or `,` can only stand in a constructor's parameters. */
function isParameterProperty(source: string, tokens: readonly Token[], i: number): boolean {
  if (!modifiers.has(tokens[i].type)) return false;
  const before = tokens[i - 1]?.type;
  if (before !== TokenType.parenL && before !== TokenType.comma) {
    return modifiers.has(before ?? -1) && isParameterProperty(source, tokens, i - 1);
  }
  const next = tokens[i + 1];
  return next !== undefined && /^[\w$]/.test(source.slice(next.start, next.end));
}
