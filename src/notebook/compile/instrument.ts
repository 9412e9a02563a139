/**
 * The marks that the notebook leaves in a cell's code: each statement of a method says its line
 * before it runs (so the stage can show the line that acted), `**` becomes the engine's own power
 * (the same bits everywhere), and knobs and questions learn their variables' names.
 */
import type {
  BlockStatement,
  CallExpression,
  MethodDefinition,
  Node,
  Program,
  Statement,
} from "estree";
import MagicString from "magic-string";
import { span, type Analysis } from "./analyse.ts";
import { ASK, KNOB, MARK } from "./marks.ts";
import type { AskedCall } from "./questions.ts";
import { isPower, rewritePower } from "./power.ts";
import { placeAt } from "./strip.ts";
import { children } from "./walk.ts";

/** `code` with its marks; lines stay where they are. Throws a `CellError` for what it cannot do. */
export function instrument(
  cell: string,
  code: string,
  analysis: Analysis,
  questions: readonly AskedCall[],
): string {
  const text = new MagicString(code);
  const rename = ({ callee }: CallExpression, name: string): void => {
    const { start, end } = span(callee);
    text.update(start, end, name);
  };
  for (const { name, call } of analysis.knobs) rename(call, KNOB + name);
  for (const { name, call } of questions) rename(call, ASK + name);
  const visit = (node: Node): void => {
    if (node.type === "MethodDefinition") markMethod(node, text, code);
    if (isPower(node)) rewritePower(cell, node, text, code);
    children(node).forEach(visit);
  };
  visit(analysis.program);
  return text.toString();
}

function markMethod(method: MethodDefinition, text: MagicString, code: string): void {
  if (method.kind === "constructor") return; // a constructor has no effects to show
  const { body } = method.value;
  // The method's own line first, so that a handler that does nothing still shows where it was.
  const line = placeAt(code, span(method).start).line;
  text.appendLeft(span(body).start + 1, `${MARK}(${line});`);
  markBlock(body, text, code);
}

function markBlock(block: BlockStatement, text: MagicString, code: string): void {
  for (const statement of block.body) markStatement(statement, text, code, false);
}

/** `alone`: a branch or body without braces, which gets them. */
function markStatement(
  statement: Statement,
  text: MagicString,
  code: string,
  alone: boolean,
): void {
  if (statement.type === "BlockStatement") return markBlock(statement, text, code);
  if (statement.type === "FunctionDeclaration" || statement.type === "EmptyStatement") return;
  const { start, end } = span(statement);
  const mark = `${MARK}(${placeAt(code, start).line});`;
  text.appendRight(start, alone ? `{${mark}` : mark);
  markInside(statement, text, code);
  if (alone) text.appendLeft(end, "}");
}

function markInside(statement: Statement, text: MagicString, code: string): void {
  // What a label names must stay directly behind it, or `continue` would not find it.
  if (statement.type === "LabeledStatement") {
    const { body } = statement;
    if (body.type === "BlockStatement") markBlock(body, text, code);
    else markInside(body, text, code);
  }
  if (statement.type === "SwitchStatement")
    for (const { consequent } of statement.cases)
      for (const each of consequent) markStatement(each, text, code, false);
  for (const inner of branchesOf(statement)) markStatement(inner, text, code, true);
}

/** The statements that stand below one: branches and bodies. */
function branchesOf(statement: Statement): Statement[] {
  switch (statement.type) {
    case "IfStatement":
      return present(statement.consequent, statement.alternate);
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return [statement.body];
    case "TryStatement":
      return present(statement.block, statement.handler?.body, statement.finalizer);
    default:
      return [];
  }
}

function present<T>(...values: (T | null | undefined)[]): T[] {
  return values.filter((value) => value != null);
}

/** Whether a program uses `**`, and so needs the engine's power. */
export function usesPower(program: Program): boolean {
  const found = (node: Node): boolean => isPower(node) || children(node).some(found);
  return found(program);
}
