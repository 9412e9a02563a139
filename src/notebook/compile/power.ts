/** `**` and `**=`, rewritten as calls of the engine's own power: the same bits in every browser. */
import type { AssignmentExpression, BinaryExpression, Node } from "estree";
import type MagicString from "magic-string";
import { CellError } from "../cells.ts";
import { span } from "./analyse.ts";
import { POWER } from "./marks.ts";
import { placeAt } from "./strip.ts";

export type Power = BinaryExpression | AssignmentExpression;

export function isPower(node: Node): node is Power {
  if (node.type === "BinaryExpression") return node.operator === "**";
  return node.type === "AssignmentExpression" && node.operator === "**=";
}

/** Only the operator is replaced: what stands in brackets keeps them. */
export function rewritePower(cell: string, node: Power, text: MagicString, code: string): void {
  const { start, end } = span(node);
  const at = operatorAt(code, span(node.left).end);
  if (node.type === "BinaryExpression") {
    text.appendRight(start, `${POWER}(`);
    text.update(at, at + 2, ",");
  } else {
    const target = plainText(node.left);
    if (target === undefined) {
      const message = "Before “**=” stands a variable or a plain field. Write x = x ** y instead.";
      throw new CellError({ cell, message, ...placeAt(code, start) });
    }
    text.update(at, at + 3, `= ${POWER}(${target},`);
  }
  // Before what other marks put at the same place: those enclose whole statements.
  text.prependLeft(end, ")");
}

/** Where the operator stands: after comments, which may hold asterisks too, and brackets. */
function operatorAt(code: string, from: number): number {
  const comments = /\/\*[^]*?\*\/|\/\/.*/y;
  let at = from;
  while (!code.startsWith("**", at)) {
    comments.lastIndex = at;
    at = comments.test(code) ? comments.lastIndex : at + 1;
  }
  return at;
}

/** The text of a target that can be evaluated twice without any harm, or undefined. */
function plainText(node: Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type === "ThisExpression") return "this";
  if (node.type === "Super") return "super";
  if (node.type !== "MemberExpression") return undefined;
  const object = plainText(node.object);
  if (object === undefined) return undefined;
  if (!node.computed) return `${object}.${plainText(node.property)}`;
  const key = node.property.type === "Literal" ? node.property.raw : plainText(node.property);
  return key === undefined ? undefined : `${object}[${key}]`;
}
