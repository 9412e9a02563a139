/**
 * TypeScript → JavaScript by erasing types and nothing else, so that lines stay where they are.
 *
 * What cannot be erased (enums, namespaces, parameter properties, decorators) is refused here:
 * the same rule as `erasableSyntaxOnly`, for a reader whose page has no TypeScript compiler.
 */
import { transform } from "sucrase/dist/index.js";
import { parse } from "sucrase/dist/parser/index.js";
import { TokenType } from "sucrase/dist/parser/tokenizer/types.js";
import { CellError } from "../cells.ts";

type Token = ReturnType<typeof parse>["tokens"][number];

/** `source` without its types. Throws a `CellError` at what cannot be erased or read. */
export function stripTypes(cell: string, source: string): string {
  try {
    refuseNotErasable(cell, source, parse(source, false, true, false).tokens);
    return transform(source, { transforms: ["typescript"], disableESTransforms: true }).code;
  } catch (error) {
    if (error instanceof CellError) throw error;
    throw syntaxError(cell, error);
  }
}

/** The place of offset `at` in `source`, counting from 1. */
export function placeAt(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: at - start + 1 };
}

function syntaxError(cell: string, error: unknown): CellError {
  const text = error instanceof Error ? error.message : String(error);
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
