/** What a cell defines, what it needs, and what it may not do: read off its JavaScript. */
import { parse } from "acorn";
import type { CallExpression, Identifier, Node, Program, VariableDeclarator } from "estree";
import { analyze, extract_names, type Scope } from "periscopic";
import { CellError } from "../cells.ts";
import { children } from "./walk.ts";
import { placeAt } from "./strip.ts";

type Span = { start: number; end: number };

export type Analysis = {
  program: Program;
  /** Names defined at the top of the cell. */
  names: string[];
  /** Names used and not defined in the cell, with the place of the first use. */
  free: Map<string, Node>;
  /** Knobs: the variable's name and the call that makes it. */
  knobs: { name: string; call: CallExpression }[];
};

/** The start and end of a node in its text (acorn puts them on every node). */
export function span(node: Node): Span {
  return node as unknown as Span;
}

/** Parses and checks one cell's JavaScript. Throws a `CellError` that names the place. */
export function analyse(cell: string, code: string): Analysis {
  const program = parseProgram(cell, code);
  const fail = (node: Node, message: string): never => {
    throw new CellError({ cell, message, ...placeAt(code, span(node).start) });
  };
  for (const statement of program.body) checkStatement(statement, fail);
  const { scope, globals, map } = analyze(program);
  checkBodies(program, fail);
  checkAssignments(program, map, scope, fail);
  const names = [...scope.declarations.keys()];
  return { program, names, free: globals, knobs: findKnobs(program, fail) };
}

function parseProgram(cell: string, code: string): Program {
  try {
    return parse(code, { ecmaVersion: 2024, sourceType: "module" }) as unknown as Program;
  } catch (error) {
    const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
    throw new CellError({
      cell,
      message: message.replace(/ \(\d+:\d+\)$/, ""),
      line: loc?.line ?? 1,
      column: (loc?.column ?? 0) + 1,
    });
  }
}

type Fail = (node: Node, message: string) => never;

function checkStatement(statement: Node, fail: Fail): void {
  if (statement.type === "ImportDeclaration")
    fail(statement, "A cell imports nothing: the engine's names are simply there.");
  if (statement.type.startsWith("Export"))
    fail(statement, "A cell exports nothing: other cells see its names as they are.");
  if (statement.type === "VariableDeclaration" && statement.kind !== "const")
    fail(
      statement,
      `Other cells use a cell's names, so they never change: write const for ${statement.kind}.`,
    );
  if (statement.type === "ReturnStatement") fail(statement, "A cell returns nothing.");
}

/** `await` at the top would stop the page; generators and private fields cannot be copied. */
function checkBodies(program: Program, fail: Fail): void {
  const visit = (node: Node, depth: number): void => {
    if (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await))
      fail(node, "No cell awaits: simulated time has no promises. Declare a sweep instead.");
    if (node.type === "PrivateIdentifier")
      fail(node, `#${node.name} cannot be copied or shown. Write the field without #.`);
    if (node.type === "ImportExpression" || node.type === "MetaProperty")
      fail(node, "A cell imports nothing: the engine's names are simply there.");
    for (const child of children(node)) visit(child, depth + 1);
  };
  visit(program, 0);
}

function checkAssignments(
  program: Program,
  scopes: WeakMap<Node, Scope>,
  top: Scope,
  fail: Fail,
): void {
  const visit = (node: Node, scope: Scope): void => {
    const inner = scopes.get(node) ?? scope;
    for (const target of assigned(node)) {
      if (inner.find_owner(target.name) === null)
        fail(target, `${target.name} belongs to another cell, which alone may give it a value.`);
    }
    for (const child of children(node)) visit(child, inner);
  };
  visit(program, top);
}

function assigned(node: Node): Identifier[] {
  if (node.type === "AssignmentExpression") return identifiersOf(node.left);
  if (node.type === "UpdateExpression") return identifiersOf(node.argument);
  if (node.type === "ForInStatement" || node.type === "ForOfStatement")
    return node.left.type === "VariableDeclaration" ? [] : identifiersOf(node.left);
  return [];
}

function identifiersOf(target: Node): Identifier[] {
  if (target.type === "Identifier") return [target];
  if (target.type === "MemberExpression") return [];
  return children(target).flatMap(identifiersOf);
}

function findKnobs(program: Program, fail: Fail): Analysis["knobs"] {
  const knobs: Analysis["knobs"] = [];
  const known = new Set<Node>();
  for (const statement of program.body) {
    if (statement.type !== "VariableDeclaration") continue;
    for (const declarator of statement.declarations) {
      const call = knobCall(declarator);
      if (call === undefined) continue;
      known.add(call);
      knobs.push({ name: extract_names(declarator.id)[0], call });
    }
  }
  refuseOtherKnobs(program, known, fail);
  return knobs;
}

function knobCall({ id, init }: VariableDeclarator): CallExpression | undefined {
  if (id.type !== "Identifier" || init?.type !== "CallExpression") return undefined;
  return isKnobCall(init) ? init : undefined;
}

function isKnobCall(node: Node): node is CallExpression {
  return (
    node.type === "CallExpression" &&
    node.callee.type === "Identifier" &&
    node.callee.name === "knob"
  );
}

function refuseOtherKnobs(program: Program, known: ReadonlySet<Node>, fail: Fail): void {
  const visit = (node: Node): void => {
    if (isKnobCall(node) && !known.has(node))
      fail(node, "A knob is known by its variable: const loss = knob(…), at the top of a cell.");
    children(node).forEach(visit);
  };
  visit(program);
}
