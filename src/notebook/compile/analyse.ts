/** What a cell defines, what it needs, and what it may not do: read off its JavaScript. */
import { parse } from "acorn";
import type {
  CallExpression,
  Identifier,
  Node,
  Pattern,
  Program,
  VariableDeclarator,
} from "estree";
import { extract_names, type Scope } from "periscopic";
import { CellError, GIVEN } from "../cells.ts";
import { scopesOf } from "./scopes.ts";
import { children } from "./walk.ts";
import { IMPORTS_NOTHING, placeAt } from "./strip.ts";

type Span = { start: number; end: number };

export type Analysis = {
  program: Program;
  /** Names defined at the top of the cell. */
  names: string[];
  /** Names used and not defined in the cell, with the place of the first use. */
  free: Map<string, Node>;
  /** Names that are given a value and not defined in the cell, with the place. */
  assigned: Map<string, Node>;
  /** Knobs: the variable's name and the call that makes it. */
  knobs: { name: string; call: CallExpression }[];
};

/** The names of `marks.ts`. */
const marks = /^__(?:line$|power$|knob_|ask_)/;

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
  checkBodies(program, fail);
  const { scope, globals, map } = scopesOf(program);
  checkNames(scope, fail);
  return {
    program,
    names: [...scope.declarations.keys()],
    free: globals,
    assigned: assignedNames(program, map, scope),
    knobs: findKnobs(program, fail),
  };
}

function parseProgram(cell: string, code: string): Program {
  try {
    const options = { ecmaVersion: 2024, sourceType: "module", allowHashBang: false } as const;
    return parse(code, options) as unknown as Program;
  } catch (error) {
    const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
    if (loc === undefined) throw error;
    throw new CellError({
      cell,
      message: message.replace(/ \(\d+:\d+\)$/, ""),
      line: loc.line,
      column: loc.column + 1,
    });
  }
}

type Fail = (node: Node, message: string) => never;

function checkStatement(statement: Node, fail: Fail): void {
  if (statement.type === "ImportDeclaration") fail(statement, IMPORTS_NOTHING);
  if (statement.type.startsWith("Export"))
    fail(statement, "A cell exports nothing: other cells see its names as they are.");
}

/** `await` at the top would stop the page; generators and private fields cannot be copied. */
function checkBodies(program: Program, fail: Fail): void {
  const visit = (node: Node): void => {
    if (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await))
      fail(node, "No cell awaits: simulated time has no promises. Declare a sweep instead.");
    if (node.type === "PrivateIdentifier")
      fail(node, `#${node.name} cannot be copied or shown. Write the field without #.`);
    if (node.type === "ImportExpression") fail(node, IMPORTS_NOTHING);
    if (node.type === "MetaProperty" && node.meta.name === "import") fail(node, IMPORTS_NOTHING);
    if (node.type === "Identifier" && marks.test(node.name))
      fail(node, `${node.name} is a name of the notebook's own. Choose another.`);
    children(node).forEach(visit);
  };
  visit(program);
}

/** Names at the top never change, and leave an experiment what is its own. */
function checkNames(top: Scope, fail: Fail): void {
  for (const [name, node] of top.declarations) {
    if (node.type === "VariableDeclaration" && node.kind !== "const")
      fail(
        node,
        `Other cells may use a cell's names, so they never change: write const for ${node.kind}.`,
      );
    if ((GIVEN as readonly string[]).includes(name) || name === "knob")
      fail(node, `${name} is given to every cell, so no cell defines it. Choose another name.`);
  }
}

function assignedNames(
  program: Program,
  scopes: WeakMap<Node, Scope>,
  top: Scope,
): Map<string, Node> {
  const found = new Map<string, Node>();
  const visit = (node: Node, scope: Scope): void => {
    const inner = scopes.get(node) ?? scope;
    for (const target of targetsOf(node))
      if (inner.find_owner(target.name) === null && !found.has(target.name))
        found.set(target.name, target);
    for (const child of children(node)) visit(child, inner);
  };
  visit(program, top);
  return found;
}

function targetsOf(node: Node): Identifier[] {
  if (node.type === "AssignmentExpression") return identifiersOf(node.left);
  if (node.type === "UpdateExpression") return identifiersOf(node.argument as Pattern);
  if (node.type === "ForInStatement" || node.type === "ForOfStatement")
    return node.left.type === "VariableDeclaration" ? [] : identifiersOf(node.left);
  return [];
}

/** The variables that a pattern gives values to; neither its keys nor its defaults. */
function identifiersOf(target: Pattern): Identifier[] {
  switch (target.type) {
    case "Identifier":
      return [target];
    case "ObjectPattern":
      return target.properties.flatMap((each) =>
        identifiersOf(each.type === "RestElement" ? each.argument : each.value),
      );
    case "ArrayPattern":
      return target.elements.flatMap((each) => (each === null ? [] : identifiersOf(each)));
    case "AssignmentPattern":
      return identifiersOf(target.left);
    case "RestElement":
      return identifiersOf(target.argument);
    default:
      return [];
  }
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
