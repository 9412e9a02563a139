/** The scopes of a program. */
import type { Node, Program } from "estree";
import { analyze } from "periscopic";
import { children } from "./walk.ts";

type Scopes = ReturnType<typeof analyze>;

/**
 * As periscopic finds them; but it does not know that a static block keeps its names to itself,
 * nor that a class in an expression knows its own name. To it, both pass as functions. And it takes
 * the `new` of `new.target` for a variable.
 */
export function scopesOf(program: Program): Scopes {
  const disguised: { node: Node; type: string }[] = [];
  const disguise = (node: Node): void => {
    if (node.type === "StaticBlock" || (node.type === "ClassExpression" && node.id)) {
      disguised.push({ node, type: node.type });
      Object.assign(node, { type: "FunctionExpression", params: [] });
    }
    children(node).forEach(disguise);
  };
  disguise(program);
  try {
    const scopes = analyze(program);
    scopes.globals.delete("new");
    return scopes;
  } finally {
    for (const { node, type } of disguised) {
      Object.assign(node, { type });
      Reflect.deleteProperty(node, "params");
    }
  }
}
