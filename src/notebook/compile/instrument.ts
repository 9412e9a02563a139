/**
 * The marks that the notebook leaves in a cell's code: each statement of a method says its line
 * before it runs (so the stage can show the line that acted), `**` becomes the engine's own power
 * (the same bits everywhere), and a knob learns its variable's name.
 */
import type {
  AssignmentExpression,
  BinaryExpression,
  BlockStatement,
  MethodDefinition,
  Node,
  Program,
  Statement,
} from "estree";
import MagicString from "magic-string";
import { span, type Analysis } from "./analyse.ts";
import { KNOB, MARK } from "./marks.ts";
import { placeAt } from "./strip.ts";
import { children } from "./walk.ts";

/** `code` with its marks; lines stay where they are. */
export function instrument(code: string, analysis: Analysis): string {
  const text = new MagicString(code);
  for (const { name, call } of analysis.knobs) {
    const { start, end } = span(call.callee);
    text.update(start, end, KNOB + name);
  }
  visit(analysis.program, text, code);
  return text.toString();
}

function visit(node: Node, text: MagicString, code: string): void {
  if (node.type === "MethodDefinition") markMethod(node, text, code);
  if (node.type === "BinaryExpression" && node.operator === "**") rewritePower(node, text, code);
  if (node.type === "AssignmentExpression" && node.operator === "**=")
    rewritePowerAssignment(node, text, code);
  for (const child of children(node)) visit(child, text, code);
}

/** Only the operator is replaced: what stands in brackets keeps them. */
function rewritePower(node: BinaryExpression, text: MagicString, code: string): void {
  const at = code.indexOf("**", span(node.left).end);
  text.appendRight(span(node).start, "Math.pow(");
  text.update(at, at + 2, ",");
  text.appendLeft(span(node).end, ")");
}

function rewritePowerAssignment(node: AssignmentExpression, text: MagicString, code: string): void {
  const at = code.indexOf("**=", span(node.left).end);
  const target = code.slice(span(node.left).start, span(node.left).end);
  text.update(at, at + 3, `= Math.pow(${target},`);
  text.appendLeft(span(node).end, ")");
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
  for (const inner of innerStatements(statement)) markStatement(inner, text, code, true);
  if (alone) text.appendLeft(end, "}");
}

/** The statements that stand below one: branches and bodies. */
function innerStatements(statement: Statement): Statement[] {
  switch (statement.type) {
    case "IfStatement":
      return statement.alternate == null
        ? [statement.consequent]
        : [statement.consequent, statement.alternate];
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return [statement.body];
    case "TryStatement":
      return [statement.block, ...(statement.handler ? [statement.handler.body] : [])];
    default:
      return [];
  }
}

/** Whether a program uses `**`, and so needs the engine's `Math`. */
export function usesPower(program: Program): boolean {
  const found = (node: Node): boolean =>
    ((node.type === "BinaryExpression" || node.type === "AssignmentExpression") &&
      node.operator.startsWith("**")) ||
    children(node).some(found);
  return found(program);
}
