import assert from "node:assert/strict";
import { test } from "node:test";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import { readTopicCells } from "../../../src/notebook/build/topic-cells.ts";
import { readTopicSource, TopicError } from "../../../src/notebook/build/topic-source.ts";
import { rewriteFences } from "../../../src/notebook/build/vite-topics.ts";
import { valueName } from "../../../src/notebook/page-data.ts";

const FILE = "content/unit/topic/index.mdx";
const read = (text: string) => readTopicCells(readTopicSource(FILE, text));

function refused(text: string, line: number, message: RegExp): void {
  assert.throws(
    () => read(text),
    (error) => {
      assert.ok(error instanceof TopicError, String(error));
      assert.equal(error.line, line, error.message);
      assert.match(error.message, new RegExp(`^${FILE}:${line}: `));
      assert.match(error.message, message);
      return true;
    },
  );
}

test("fences that are marked as cells become cells, with id, title and line", () => {
  const text = [
    "---", // 1
    "lede: A {curly} lede.", // 2
    "---", // 3
    "", // 4
    '```ts cell="knobs" title="The knobs"', // 5
    "const a = 1;", // 6
    "```", // 7
    "", // 8
    "```ts cell", // 9
    "// first a comment", // 10
    "class Alice {}", // 11
    "```", // 12
    "", // 13
    "```ts", // 14
    "not a cell;", // 15
    "```", // 16
    "```ts cell", // 17
    "type T = number;", // 18
    "```", // 19
  ].join("\n");
  const { cells } = read(text);
  assert.deepEqual(
    cells.map(({ id, title, line, source }) => [id, title, line, source]),
    [
      ["knobs", "The knobs", 6, "const a = 1;"],
      ["Alice", "Alice", 10, "// first a comment\nclass Alice {}"],
      ["line-18", "line-18", 18, "type T = number;"],
    ],
  );
});

test("a file with CRLF, a list and a quotation give the same cells at their lines", () => {
  const text = [
    "---",
    "lede: x",
    "---",
    "",
    "> quoted",
    "> ```ts cell",
    "> const a = {",
    ">   b: 1,",
    "> };",
    "> ```",
    "",
    "- item",
    "",
    "  ~~~ts cell",
    "  const c = 2;",
    "",
    "  const d = 3;",
    "  ~~~",
  ];
  for (const end of ["\n", "\r\n"]) {
    const { cells } = read(text.join(end));
    assert.deepEqual(
      cells.map(({ id, line, source }) => [id, line, source]),
      [
        ["a", 7, "const a = {\n  b: 1,\n};"],
        ["c", 15, "const c = 2;\n\nconst d = 3;"],
      ],
    );
  }
});

test("an experiment, a sweep and values are read from their tags", () => {
  const text = [
    "```ts cell",
    "const run = 1;",
    "```",
    "<Experiment run=\"run\" seed={12} faults={[drop('a→b', 1)]} />",
    '<Sweep measure="n" knob="k" from={0} to={60} step={5} seeds={20} fixed="on=true x=2.5 w=u" />',
    'Text with <Value of="run + 1" with="k=3" after="drop(\'a→b\', 2)" seed="9" />,',
    'then <Value of="run" /> and again <Value of="run" />.',
  ].join("\n");
  const { cells, experiments, sweeps, values } = read(text);
  const [experiment] = experiments;
  assert.deepEqual([experiment.id, experiment.run, experiment.seed], ["run", "run", "12"]);
  const [sweep] = sweeps;
  assert.deepEqual(sweep.fixed, { on: true, x: 2.5, w: "u" });
  assert.equal(sweep.experiment, "run");
  assert.deepEqual(
    values.map(({ name, seed, knobs }) => [name, seed, knobs]),
    [
      [valueName("run + 1", "k=3", "drop('a→b', 2)", "9"), "9", { k: 3 }],
      [valueName("run"), "7", {}],
      [valueName("run"), "7", {}],
    ],
  );
  const hidden = cells.filter(({ visible }) => !visible);
  assert.deepEqual(
    hidden.map(({ title, line, shipped }) => [title, line, shipped]),
    [
      ["faults of run", 4, false],
      ["value of run + 1", 6, false],
      ["faults of run + 1", 6, false],
      ["value of run", 7, false],
    ],
  );
});

test("what an attribute lacks or gets wrong is said with file, line and remedy", () => {
  const cell = "```ts cell\nconst run = 1;\n```\n";
  const sweep = (more: string) =>
    `${cell}<Experiment run="run" />\n<Sweep measure="m" knob="k" ${more} />`;
  refused(`${cell}<Experiment />`, 4, /<Experiment> needs run="…"/);
  refused(`${cell}<Experiment run="" />`, 4, /needs run="…"/);
  refused(`${cell}text\n\nand <Value />`, 6, /<Value> needs of="…"/);
  refused(sweep("to={1} step={1} seeds={9}"), 5, /<Sweep> needs from="…"/);
  refused(sweep('from="x" to={1} step={1} seeds={9}'), 5, /needs a number for from/);
  refused(sweep("from={2} to={1} step={1} seeds={9}"), 5, /from must be below to/);
  refused(sweep("from={0} to={1} step={0} seeds={9}"), 5, /has step 0: a whole number of steps/);
  refused(sweep("from={0} to={1} step={-1} seeds={9}"), 5, /has step -1/);
  refused(sweep("from={0} to={10} step={3} seeds={9}"), 5, /has step 3/);
  refused(sweep("from={0} to={1} step={1e-9} seeds={9}"), 5, /at most 500/);
  refused(sweep("from={0} to={1} step={1} seeds={0}"), 5, /has 0 seeds/);
  refused(sweep("from={0} to={1} step={1} seeds={2.5}"), 5, /has 2\.5 seeds/);
  refused(
    sweep('from={0} to={1} step={0.1} seeds={9} experiment="other"'),
    5,
    /an experiment of this page, not “other”/,
  );
});

test("two cells or experiments of one name are refused at the second one", () => {
  const cell = "```ts cell\nconst a = 1;\n```\n";
  refused(cell + cell, 5, /a cell “a” in line 2 already\. Give one of them another name/);
  refused(
    `${cell}<Experiment run="a" />\n\n<Experiment run="a" />`,
    6,
    /an? experiment “a” in line 4 already/,
  );
});

test("MDX that cannot be read is refused where it breaks", () => {
  refused("fine\n\n<Experiment\n  run={", 4, /./);
  refused("fine\n\n<Aside>\n\ntext", 3, /./);
  refused("a {curly", 1, /./);
});

test("an error counts its lines from the top of the file, front matter included", () => {
  refused('---\nlede: "{ [ < x"\n---\n\n<Experiment />', 5, /needs run/);
  refused('---\r\nlede: "{ [ < x"\r\n---\r\n\r\n<Experiment />', 5, /needs run/);
});

/** The components in a rewritten text, as MDX reads them: name and attributes, in blocks only. */
function componentsOf(text: string): [string, string, ...string[]][] {
  const found: [string, string, ...string[]][] = [];
  visit(unified().use(remarkParse).use(remarkMdx).parse(text), (node) => {
    if (node.type !== "mdxJsxFlowElement" && node.type !== "mdxJsxTextElement") return;
    const values = node.attributes.map((each) =>
      typeof each.value === "object" && each.value !== null ? each.value.value : `${each.value}`,
    );
    found.push([node.type, node.name ?? "", ...values]);
  });
  return found;
}

test("rewriting puts components for fences, in blocks, and leaves every line where it is", () => {
  const lines = [
    "---",
    "lede: x",
    "---",
    "text before",
    "```ts cell",
    "const a = `}`; // {",
    "```",
    'text after <Value of="a" />',
    "",
    "> ```js",
    "> const quoted = '</Code>';",
    "> ```",
    "> on",
    "",
    '- ```ts cell="in list"',
    "  const b = 1;",
    "  ```",
    "  more",
    "",
    "<Aside>",
    "```",
    'no language \\ "quotes" \u2028',
    "```",
    "</Aside>",
    "last",
  ];
  for (const end of ["\n", "\r\n"]) {
    const rewritten = rewriteFences(FILE, lines.join(end));
    assert.equal(rewritten.split("\n").length, lines.length);
    for (const word of ["text before", "text after", "> on", "  more", "last"]) {
      const at = (text: string[]) => text.findIndex((line) => line.startsWith(word));
      assert.equal(at(rewritten.split("\n")), at(lines), word);
    }
    assert.deepEqual(componentsOf(rewritten.replace(/^---[^]*?---\r?\n/, "")), [
      ["mdxJsxFlowElement", "Cell", '"a"'],
      ["mdxJsxTextElement", "Value", "a"],
      ["mdxJsxFlowElement", "Code", '"js"', JSON.stringify("const quoted = '</Code>';")],
      ["mdxJsxFlowElement", "Cell", '"in list"'],
      ["mdxJsxFlowElement", "Aside"],
      ["mdxJsxFlowElement", "Code", '""', JSON.stringify('no language \\ "quotes" \u2028')],
    ]);
  }
});

test("an experiment's faults, which MDX could not evaluate, are taken out; nothing else is", () => {
  const text = [
    "```ts cell",
    "const run = 1;",
    "```",
    "<Experiment",
    '  run="run"',
    "  faults={[",
    "    drop('a→b', 10),",
    "  ]}",
    '  name="A name"',
    ">",
    "inside",
    "</Experiment>",
  ].join("\n");
  const rewritten = rewriteFences(FILE, text);
  assert.doesNotMatch(rewritten, /faults|drop/);
  assert.equal(rewritten.split("\n").indexOf("inside"), 10);
  assert.equal(rewritten.split("\n").indexOf('  name="A name"'), 8);
  assert.deepEqual(componentsOf(rewritten)[1], [
    "mdxJsxFlowElement",
    "Experiment",
    "run",
    "A name",
  ]);
});

test("a text without fences stays as it is", () => {
  for (const text of ["", "plain\n\ntext", '---\nlede: "```"\n---\ntext `code`'])
    assert.equal(rewriteFences(FILE, text), text);
});
