import assert from "node:assert/strict";
import { test } from "node:test";
import { refused, valueOf } from "./support.ts";

/** What JavaScript itself makes of the expression, and what a cell makes of it. */
async function bothWays(source: string): Promise<[unknown, unknown]> {
  const expected = new Function(`${source}\nreturn result;`)() as unknown;
  return [await valueOf("result", [source]), expected];
}

test("** gives what JavaScript gives for whole numbers, however it is written", async () => {
  const expressions = [
    "2 ** 10",
    "2 ** 3 ** 2",
    "(2 ** 3) ** 2",
    "(-2) ** 3",
    "2 ** -1",
    "-(2 ** 2) * 3 + 2 ** 2 % 3",
    "2 * 3 ** 2 / 9",
    "((2)) ** ((3))",
    "2 /* a ** b */ ** /* c **= d */ 3",
    "2 // **\n ** // **\n 3",
    "(2 /* ) ** ( */) ** 3",
    "[1, 2 ** 2, ...[3 ** 2]].map((x) => x ** 2).reduce((a, b) => a + b ** 0, 0)",
    "`a${2 ** 2}b${`${3 ** 2}`} ** `",
    "'2 ** 3'",
    "/2 [**] 3/.source",
    "({ ['a' + 2 ** 2]: 2 ** 3 }).a4",
    "((a = 2 ** 2, { b = a ** 2 } = {}) => b ** 2)()",
    "true ? 2 ** 2 : 2 ** 3",
    "0 || 2 ** 2 && 3 ** 2",
    "typeof (2 ** 2) + (1, 2 ** 3)",
    "2n ** 64n",
    "'3' ** '2'",
    "null ** 1 + [] ** 1",
    "1 ** NaN",
    "(() => 2 ** 3)()",
    "new (class { x = 2 ** 2; static y = 3 ** 2; get z() { return this.x ** 2 } })().z",
    "(function* () { yield 2 ** (yield 3) })().next().value ** 2",
    "Math.max(2 ** 2, ...[2 ** 5])",
    "parseInt('2') ** [1, 2].length",
    "{}.x ?? 2 ** 3",
  ];
  for (const expression of expressions) {
    const [own, expected] = await bothWays(`const result = ${expression};`);
    assert.deepEqual(own, expected, expression);
  }
});

test("**= gives what JavaScript gives, without semicolons too", async () => {
  const bodies = [
    "let x = 2; x **= 3; return x",
    "let x = 2; return [x **= 3, x **= 2]",
    "let x = 2\nif (x) x **= 2\nelse x **= 3\nreturn x",
    "let x = 2, y = 3; x **= y **= 2; return [x, y]",
    "let x = 2; x /* **= */ **= /* **= */ 3; return x",
    "const o = { a: 2, b: [3] }; o.a **= 2; o.b[0] **= 2; o['a'] **= 2; return o",
    "let i = 0; const o = [2, 3]; o[i] **= 2; (o[i + 0 * i], i); return [o, i]",
    "const o = { k: 'a', a: 2 }; o[o.k] **= 3; (o.a) **= 2; return o",
    "let x = 3; const add = () => x **= 2; for (let i = 0; i < 3; i++) add(); return x",
    "let x = 2; x **= x += 1; return x",
    "let x = 2; x **= true ? 3 : 4; return x",
    "let x = 10n; x **= 20n; return x",
    "let log = ''; const o = { get a() { log += 'g'; return 2; }, set a(v) { log += v; } };" +
      " o.a **= (log += 'r', 3); return log",
    "for (let i = 2; i < 100; i **= 2) if (i > 10) return i ** 2",
    "let x = 2; do x **= 2; while (x < 100) return x",
  ];
  for (const body of bodies) {
    const source = `const result = (() => { ${body} })()`;
    const [own, expected] = await bothWays(source);
    assert.deepEqual(own, expected, body);
    const [inMethod] = await bothWays(`class C { m() { ${body} } }\nconst result = new C().m();`);
    assert.deepEqual(inMethod, expected, `as a method: ${body}`);
  }
});

test("**= of a field of this, and of super, works in a class", async () => {
  const source =
    "class A { set v(x) { this.w = x; } get v() { return 3; } w = 0; }\n" +
    "class B extends A { x = 2; m() { this.x **= 4; super.v **= 2; return [this.x, this.w]; } }\n" +
    "const result = new B().m();";
  assert.deepEqual(...(await bothWays(source)));
});

test("**= whose target would be evaluated twice is refused with its remedy", () => {
  for (const target of ["f().x", "o[i++]", "o[f()]", "o[`k`]", "(o, o).x"]) {
    const [problem] = refused(
      `const o: any = {}; let2();\nfunction let2() { let i = 0;\n` +
        `  const f = () => o; void [f, i]; ${target} **= 2; }`,
    );
    assert.match(problem.message, /Write x = x \*\* y instead/, target);
    assert.equal(problem.line, 3);
  }
});

test("a name that hides Math does not change what ** means", async () => {
  const source = "const power = (Math) => Math ** 2;\nconst result = power(3);";
  assert.equal(await valueOf("result", [source]), 9);
  assert.equal(await valueOf("r", ["const Math = { pow: () => 1 };", "const r = 2 ** 3;"]), 8);
  assert.equal(await valueOf("r", ["const Math = { pow: () => 1 }; const r = 2 ** 3;"]), 8);
});

test("** of fractions is the engine's own, as Math.pow of a cell is", async () => {
  const own = await valueOf("r", ["const r = [1.1 ** 0.3, Math.pow(1.1, 0.3)];"]);
  assert.equal((own as number[])[0], (own as number[])[1]);
});
