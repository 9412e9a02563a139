import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compileCells } from "../../src/notebook/compile/compile.ts";
import type { Definition } from "../../src/notebook/run/scope.ts";

/* Random methods, run as they are and with the notebook's marks: nobody may notice the marks. */

/**
 * How a program is written, when the same statements can be written in several ways. `at` is what
 * its statements call: in bodies that bear no marks, a function that looks at no line.
 */
type Style = { semicolons: boolean; oneLine: boolean; at: string };
type Text = (style: Style) => string;

let nextMark = 0;
const mark = () => nextMark++;

const expression = fc.constantFrom(
  "this.n",
  "this.n ** 2 % 1000",
  "(this.n % 5) ** 2 ** 2",
  "[1, 2 ** 3].map((x) => x ** 2)[1]",
  "`${this.n}**${2 ** 3}`",
  "(() => { return 3 ** 2 })()",
  "(this.n **= 1, this.n)",
  "(-2) ** 3 /* ** */ ** 1",
);

const simple: fc.Arbitrary<Text> = fc.oneof(
  fc.constant(({ at }: Style) => `${at}(${mark()})`),
  expression.map(
    (value): Text =>
      ({ at }) =>
        `${at}(${mark()}, ${value})`,
  ),
  fc.constant(({ at }: Style) => `this.n = (this.n * 31 + ${at}(${mark()})) % 97`),
  fc.constant(() => `this.n %= 7, this.n **= 2`),
);

const leaving: fc.Arbitrary<Text> = fc.oneof(
  expression.map((value) => () => `return ${value}`),
  fc.constant(({ at }: Style) => `throw ${at}(${mark()})`),
);

const ended = (text: string, { semicolons, oneLine }: Style) =>
  semicolons || oneLine ? `${text};` : text;

const line =
  (text: Text): Text =>
  (style) =>
    ended(text(style), style);

const sequence =
  (texts: readonly Text[]): Text =>
  (style) =>
    texts.map((text) => text(style)).join(style.oneLine ? " " : "\n");

const wrapped =
  (before: string, inner: Text, after = ""): Text =>
  (style) =>
    `${before}${style.oneLine ? " " : "\n"}${inner(style)}${style.oneLine ? " " : "\n"}${after}`;

const unmarked =
  (inner: Text): Text =>
  (style) =>
    inner({ ...style, at: "quietly" });

/** A label of its own, since none may stand inside itself. */
const labelled =
  (inner: Text, before: (label: string) => string, after = (_label: string) => ""): Text =>
  (style) => {
    const label = `label${mark()}`;
    return wrapped(before(label), inner, after(label))(style);
  };

const { statement } = fc.letrec<{ block: Text; statement: Text; alone: Text }>((tie) => {
  const body = tie("block");
  const alone = tie("alone");
  const statements = fc.array(tie("statement"), { maxLength: 3 }).map(sequence);
  const compound: fc.Arbitrary<Text>[] = [
    body,
    alone.map((then) => wrapped(`if (yes(${mark()}))`, then)),
    fc.tuple(alone, alone).map(
      ([then, other]) =>
        (style: Style) =>
          `if (yes(${mark()})) ${then(style)}\nelse ${other(style)}`,
    ),
    alone.map((inner) => wrapped("for (let i = 0; i < 2 && more(); i++)", inner)),
    alone.map((inner) => wrapped("for (const x of [1, 2])", inner)),
    alone.map((inner) => wrapped("for (const x in { a: 1, b: 2 })", inner)),
    alone.map((inner) => wrapped("while (more())", inner)),
    alone.map((inner) => wrapped("do", inner, "while (more())")),
    body.map((inner) => labelled(inner, (label) => `${label}: for (let j = 0; j < 3; j++)`)),
    statements.map((inner) =>
      labelled(
        inner,
        (label) => `${label}: while (more()) {`,
        (label) => `if (yes(0)) continue ${label}; else break ${label}; }`,
      ),
    ),
    statements.map((inner) =>
      labelled(
        inner,
        (label) => `${label}: {`,
        (label) => `break ${label}; }`,
      ),
    ),
    fc.tuple(statements, statements).map(
      ([one, two]) =>
        (style: Style) =>
          `switch (yes(${mark()})) { case true: ${one(style)}\nbreak; default: ${two(style)} }`,
    ),
    fc.tuple(statements, statements, statements).map(
      ([one, two, three]) =>
        (style: Style) =>
          `try { ${one(style)} } catch { ${two(style)} } finally { ${three(style)} }`,
    ),
  ];
  const bound: fc.Arbitrary<Text>[] = [
    statements.map((inner) => wrapped("{ const f = () => {", unmarked(inner), "}; f() }")),
    statements.map((inner) => wrapped("{ class I { n = 1; i() {", inner, "} } new I().i() }")),
    statements.map((inner) =>
      wrapped("{ class G { n = 1; *g() {", inner, "yield 1 } } [...new G().g()] }"),
    ),
    statements.map((inner) =>
      wrapped("{ const o = { n: 1, m() {", unmarked(inner), "} }; o.m() }"),
    ),
  ];
  return {
    block: statements.map((inner) => wrapped("{", inner, "}")),
    alone: fc.oneof(
      { maxDepth: 3, depthIdentifier: "statement" },
      simple.map(line),
      leaving.map(line),
      fc.constant(() => ";"),
      ...compound,
    ),
    statement: fc.oneof(
      { maxDepth: 3, depthIdentifier: "statement" },
      simple.map(line),
      simple.map(line),
      fc.tuple(leaving).map(([leave]) => wrapped(`if (yes(${mark()}))`, line(leave))),
      ...compound,
      ...bound,
    ),
  };
});

const program = fc
  .tuple(
    fc.array(statement, { minLength: 1, maxLength: 5 }),
    fc.record({ semicolons: fc.boolean(), oneLine: fc.boolean() }),
  )
  .map(([statements, layout]) => {
    nextMark = 1;
    const style = { ...layout, at: "at" };
    return `class M {\nn = 3;\nm() {\n${sequence(statements)(style)}\n}\n}`;
  });

/** What a program can see of the world, and what it did there. */
function world() {
  const log: unknown[] = [];
  let fuel = 40;
  let turn = 0;
  const at = (id: number, value?: unknown) => {
    log.push([id, value]);
    return id;
  };
  return {
    log,
    at,
    quietly: at,
    more: () => fuel-- > 0,
    yes: (k: number) => (k * 7 + turn++ * 5) % 3 > 0,
  };
}

type Made = { m(): unknown };

function outcome(make: () => Made, log: unknown[]): unknown[] {
  try {
    const machine = make() as Made & { n: number };
    const result = machine.m();
    return [...log, "returned", result, machine.n];
  } catch (error) {
    return [...log, "thrown", error instanceof Error ? error.message : error];
  }
}

const names = ["at", "quietly", "more", "yes"];

/** Only what is ours and compiled already is made into a function here. */
function definitionOf(code: string): Definition {
  const body = code.replace("export default function", "return function");
  return new Function(`"use strict"; ${body}`)() as Definition;
}

test("marks change nothing of what a method does, and each says the line that acts", () => {
  const check = (source: string): void => {
    const before = world();
    const make = new Function(...names, `"use strict";\n${source}\nreturn new M();`);
    const { at: plainAt, more, yes } = before;
    const plain = outcome(() => make(plainAt, plainAt, more, yes) as Made, before.log);

    const { cells, problems } = compileCells([{ id: "m", title: "m", source }], names);
    assert.deepEqual(problems, []);
    const after = world();
    const lines = source.split("\n");
    let now = 0;
    const at = (id: number, value?: unknown) => {
      assert.match(lines[now - 1] ?? "", new RegExp(`\\bat\\(${id}\\b`), `line ${now}\n${source}`);
      return after.at(id, value);
    };
    const scope = { ...after, at, __line: (line: number) => (now = line), __power: Math.pow };
    const definition = definitionOf(cells[0].code);
    const marked = outcome(() => {
      const { M } = definition(scope) as { M: new () => Made };
      return new M();
    }, after.log);
    assert.deepEqual(marked, plain, source);
    assert.ok(now >= 3, "at least the method's own line");
  };
  fc.assert(fc.property(program, check), { seed: 20_260_805, numRuns: 500 });
});
