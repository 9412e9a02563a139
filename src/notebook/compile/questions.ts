/**
 * Questions of a cell: `const found = search(run, promise)` at its top. The answer comes later, so
 * the cell itself may not use it; cells that do wait for it.
 */
import type { CallExpression, Node, Program, VariableDeclarator } from "estree";
import { QUESTIONS, type CellQuestion, type QuestionKind } from "../questions/question.ts";
import { children } from "./walk.ts";

/** A question and the call that asks it. */
export type AskedCall = CellQuestion & { call: CallExpression };

type Fail = (message: string, node: Node) => never;

/**
 * The questions of a cell. `isOurs` tells whether a name is the notebook's here: cells may call a
 * function of their own `compare`.
 */
export function findQuestions(
  program: Program,
  isOurs: (name: string) => boolean,
  fail: Fail,
): AskedCall[] {
  const questions = program.body.flatMap((statement) =>
    statement.type === "VariableDeclaration"
      ? statement.declarations.flatMap((each) => questionOf(each, isOurs))
      : [],
  );
  const calls = new Set<Node>(questions.map(({ call }) => call));
  refuseOthers(program, { calls, names: new Set(questions.map(({ name }) => name)), isOurs }, fail);
  return questions;
}

function questionOf(
  { id, init }: VariableDeclarator,
  isOurs: (name: string) => boolean,
): AskedCall[] {
  const kind = init == null ? undefined : kindOf(init, isOurs);
  if (kind === undefined || id.type !== "Identifier") return [];
  return [{ name: id.name, kind, call: init as CallExpression }];
}

function kindOf(node: Node, isOurs: (name: string) => boolean): QuestionKind | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  const { name } = node.callee;
  return isQuestion(name) && isOurs(name) ? name : undefined;
}

function isQuestion(name: string): name is QuestionKind {
  return (QUESTIONS as readonly string[]).includes(name);
}

type Rules = {
  calls: ReadonlySet<Node>;
  names: ReadonlySet<string>;
  isOurs: (name: string) => boolean;
};

function refuseOthers(program: Program, { calls, names, isOurs }: Rules, fail: Fail): void {
  const visit = (node: Node, parent: Node): void => {
    if (node.type === "Identifier" && isUse(node, parent)) {
      const { name } = node;
      if (names.has(name)) fail(`${name} has no answer yet: use it in another cell.`, node);
      if (isQuestion(name) && isOurs(name) && !calls.has(parent)) {
        const remedy = `const found = ${name}(run, …), at the top of a cell`;
        fail(`A question is known by its variable: ${remedy}.`, node);
      }
    }
    for (const child of children(node)) visit(child, node);
  };
  visit(program, program);
}

/** Whether an identifier is read; neither a declaration nor the name of a property. */
function isUse(node: Node, parent: Node): boolean {
  if (parent.type === "VariableDeclarator") return parent.init === node;
  if (parent.type === "MemberExpression") return parent.object === node || parent.computed;
  if (parent.type === "Property") return parent.value === node || parent.computed;
  if (parent.type === "PropertyDefinition" || parent.type === "MethodDefinition") {
    return parent.computed || parent.value === node;
  }
  return true;
}
