import assert from "node:assert/strict";
import { test } from "node:test";
import { runTopic } from "../../../src/notebook/build/run-topic.ts";
import { TopicError } from "../../../src/notebook/build/topic-source.ts";
import { valueName, type PageData } from "../../../src/notebook/page-data.ts";
import { textToRun } from "../../../src/notebook/run-text.ts";

const FILE = "content/unit/topic/index.mdx";

const build = (lines: readonly string[], limit?: number): Promise<PageData> =>
  runTopic("unit/topic", FILE, lines.join("\n"), limit);

/** Builds what must not build, and compares line and message. */
async function refused(lines: string[], line: number, message: RegExp, limit?: number) {
  await assert.rejects(build(lines, limit), (error) => {
    assert.ok(error instanceof TopicError, String(error));
    assert.match(error.message, message);
    assert.equal(error.line, line, error.message);
    assert.ok(error.message.startsWith(`${FILE}:${line}: `));
    return true;
  });
}

/** Fourteen lines; the fence begins in line 1. */
const ping = [
  '```ts cell="ping"',
  'const loss = knob("Loss", { max: 60, unit: "%", value: 0 });',
  "class Alice extends Process {",
  "  posted = 0;",
  "  start() { this.timeout(); }",
  '  timeout() { this.posted += 1; this.send("bob", this.posted); this.setTimer("t", ms(9)); }',
  '  receive() { this.cancelTimer("t"); }',
  "}",
  "class Bob extends Process {",
  '  read = "";',
  "  receive(n: number, from: Address) { this.read += `${n} `; this.send(from, n); }",
  "}",
  "const nodes = () => ({ alice: new Alice(), bob: new Bob() });",
  "```",
];

/** Lines 15 to 19. */
const road = [
  '```ts cell="road" title="The road"',
  'const links = [duplex("alice", "bob", { delay: ms(1), loss: percent(loss) })];',
  "const run = simulate({ seed, faults, nodes: nodes(), links });",
  "console.log(run.outcome.kind);",
  "```",
];

const page = [...ping, ...road];

test("a topic becomes a page's data: cells, knobs, runs, values and output", async () => {
  const data = await build([
    ...page,
    '<Experiment id="lossy" run="run" faults={[drop(\'alice→bob\', 1)]} at="0.002">',
    "</Experiment>",
    '<Experiment id="plain" run="run" seed="5" />',
    'Bob reads <Value of="run.nodes.bob.read" />, or <Value of="run.nodes.bob.read"',
    "after=\"drop('alice→bob', 1), drop('alice→bob', 2)\" />, or",
    '<Value of="run.nodes.alice.posted" with="loss=60" seed="3" /> of <Value of="loss" />.',
  ]);
  assert.equal(data.page, "unit/topic");
  assert.deepEqual(
    data.cells.map(({ id, title }) => [id, title]),
    [
      ["ping", "ping"],
      ["road", "The road"],
    ],
  );
  assert.deepEqual(
    data.compiled.map(({ id }) => id),
    ["ping", "road"],
  );
  assert.deepEqual(
    data.knobs.map(({ name }) => name),
    ["loss"],
  );
  assert.deepEqual(data.output, { road: ["finished"] });
  const reads = "run.nodes.bob.read";
  const after = "drop('alice→bob', 1), drop('alice→bob', 2)";
  assert.equal(data.values[valueName(reads)], "1 ");
  assert.equal(data.values[valueName(reads, "", after)], "3 ");
  const tries = data.values[valueName("run.nodes.alice.posted", "loss=60", "", "3")];
  assert.ok(Number(tries) > 1, String(tries));
  assert.equal(data.values[valueName("loss")], 0);
  const [lossy, plain] = data.experiments;
  assert.deepEqual(lossy.faults, [{ verb: "drop", link: "alice→bob", packet: 1 }]);
  assert.equal(lossy.at, 2e6);
  assert.equal(lossy.moment.cell, "ping");
  assert.deepEqual(lossy.moment.states["bob"], { read: '""' });
  assert.equal(plain.seed, "5");
  assert.equal(plain.at, textToRun(plain.result).endTime / 2);
  assert.notEqual(plain.result.fingerprint, lossy.result.fingerprint);
  JSON.parse(JSON.stringify(data)); // it is embedded as JSON
});

test("a sweep is measured at build, with its theory and only its own knobs turned", async () => {
  const data = await build([
    ...page,
    "```ts cell",
    "const tries = run.nodes.alice.posted;",
    "const theory = (p: number) => 1 / (1 - p / 100) ** 2;",
    "```",
    '<Experiment run="run" />',
    '<Sweep measure="tries" theory="theory" knob="loss" from={0} to={40} step={20} seeds={20} />',
  ]);
  const [sweep] = data.sweeps;
  assert.deepEqual(
    sweep.points.map(({ x, n }) => [x, n]),
    [
      [0, 20],
      [20, 20],
      [40, 20],
    ],
  );
  assert.deepEqual(sweep.points[0], { x: 0, mean: 1, low: 1, high: 1, n: 20 });
  assert.ok(sweep.points[2].mean > sweep.points[1].mean && sweep.points[1].mean > 1);
  assert.equal(sweep.theory.length, 121);
  assert.deepEqual(sweep.theory[0], [0, 1]);
  assert.ok(Math.abs(sweep.theory[120][1] - 1 / 0.36) < 1e-12);
  assert.ok(data.compiled.some(({ id }) => id === sweep.theoryName)); // the page needs it
});

test("a type error is told with the line of the file and the cell's name", async () => {
  const wrong = "  posted: string = 0;";
  const lines = page.with(3, wrong);
  await refused(lines, 4, /In cell “ping”: Type 'number' is not assignable to type 'string'/);
  await refused(["text", "", ...lines], 6, /In cell “ping”/);
  await refused(["---", "lede: x", "---", "", ...lines], 8, /In cell “ping”/);
  const quoted = ["- item", "", "  ```ts cell", "  const a: string =", "    1;", "  ```"];
  await refused(quoted, 4, /In cell “a”: Type 'number'/);
  const crlf = lines.map((line) => `${line}\r`);
  await refused(crlf, 4, /In cell “ping”: Type 'number'/);
});

test("cells are checked strictly, without a DOM, as one module", async () => {
  const cases: [string, RegExp][] = [
    ["const f = (x) => x;", /implicitly has an 'any' type/],
    ["const a = document.title;", /document is the browser's/],
    ["const xs: number[] = []; const n: number = xs.find(() => true);", /undefined/],
    ['const b = new Bob(); b.raed = "x";', /'raed' does not exist on type 'Bob'/],
    ["const n: number = loss ? 'a' : 1;", /Type 'string \| number'|Type 'string'/],
  ];
  for (const [source, message] of cases)
    await refused([...page, '```ts cell="more"', source, "```"], 21, message);
});

test("a name of two types is told at the first of them", async () => {
  const again = [...page, '```ts cell="more"', "type Bob = number;", "```"];
  await refused(again, 9, /In cell “ping”: Duplicate identifier 'Bob'/);
});

test("syntax errors, unknown names and names defined twice are told in their cell", async () => {
  const more = (source: string) => [...page, '```ts cell="more"', "", source, "```"];
  await refused(more("const x = ;"), 22, /In cell “more”: Unexpected token/);
  await refused(
    more("const x = lost;"),
    22,
    /In cell “more”: lost is not defined\. Did you mean loss/,
  );
  await refused(
    more("const links = 1;"),
    22,
    /links is defined twice: in “The road” and in “more”/,
  );
  await refused(more("enum E { a }"), 22, /In cell “more”: An enum/);
});

test("an error that a cell or its process throws is told where it was thrown", async () => {
  const top = page.with(17, 'if (run.seed !== "") throw new Error("no luck");');
  await refused(top, 18, /In cell “road”: no luck/);
  const inProcess = page.with(10, '  receive() {\n    throw new Error("out of ink");\n  }');
  await refused(
    [...inProcess, '<Experiment run="run" />'],
    12,
    /In cell “ping”: Error: out of ink/,
  );
});

test("a cell that never ends stops the build with its name", async () => {
  const lines = [...page, '```ts cell="spin"', "const x = run.seed;", "for (;;) {}", "```"];
  await refused(lines, 21, /“spin” was still running after 2 s\. Does one of its loops/, 2_000);
});

test("a value that never ends stops the build at its tag", async () => {
  const lines = [
    ...[...page, '```ts cell="slow"', "const slow = loss; while (loss > 50) {}", "```"],
    ...["", 'It is <Value of="slow" /> or <Value of="slow" with="loss=60" />.'],
  ];
  await refused(lines, 24, /<Value>: “value of slow” was still running/, 2_000);
});

test("an experiment must show a run that depends on its seed and its faults", async () => {
  const shows = (run: string) => [...page, "", `<Experiment id="e" run="${run}" />`];
  await refused(shows("nothing"), 21, /“e” shows nothing, which no cell defines/);
  const deaf = page.with(16, "const run = simulate({ seed: 7, faults, nodes: nodes(), links });");
  await refused([...deaf, '<Experiment run="run" />'], 20, /does not depend on seed: pass it/);
  const safe = page.with(16, "const run = simulate({ seed, nodes: nodes(), links });");
  await refused([...safe, '<Experiment run="run" />'], 20, /does not depend on faults: pass it/);
  const lines = page.with(
    16,
    "const run = simulate({ seed, faults, nodes: nodes(), links }).trace;",
  );
  await refused([...lines.with(17, ""), '<Experiment run="run" />'], 16, /run is not a run/);
});

test("faults, values and theories that are wrong are told at their tag", async () => {
  const after = (tag: string) => [...page, "", tag];
  const experiment = (faults: string) => after(`<Experiment run="run" faults={[${faults}]} />`);
  await refused(
    experiment("drop('alice→eve', 1)"),
    21,
    /<Experiment>: faults\[0\] \(drop\): link is "alice→eve"/,
  );
  await refused(experiment("drop('alice→bob')"), 21, /In cell “faults of run”: Argument of type/);
  await refused(experiment("dorp('alice→bob', 1)"), 21, /dorp is not defined\. Did you mean drop/);
  await refused(after('is <Value of="run.nodes.eve" />'), 21, /In cell “value of run\.nodes\.eve”/);
  await refused(after('is <Value of="los" />'), 21, /los is not defined\. Did you mean loss/);
  await refused(after('is <Value of="(1" />'), 21, /In cell “value of \(1”/);
  await refused(after('is <Value of="loss" with="los=3" />'), 21, /there is no knob los/);
  await refused(after('is <Value of="loss" with="loss=99" />'), 21, /from 0 to 60 %, not to 99/);
  await refused(after('is <Value of="loss" with="loss" />'), 21, /not to ""/);
  const at = after('<Experiment run="run" at="soon" />');
  await refused(at, 21, /has at="soon": write it in seconds/);
});

test("a sweep over a knob or measure that is not there is told at its tag", async () => {
  const sweep = (more: string) => [
    ...[...page, "```ts cell", "const tries = 1; const words = run.nodes.bob.read;", "```"],
    '<Experiment run="run" />',
    `<Sweep from={0} to={60} step={30} seeds={2} ${more} />`,
  ];
  await refused(sweep('measure="tries" knob="los"'), 24, /<Sweep>: there is no knob los/);
  await refused(sweep('measure="trys" knob="loss"'), 24, /<Sweep>: No cell .* defines trys/);
  await refused(sweep('measure="nodes" knob="loss"'), 24, /nodes is no number in any run/);
  await refused(sweep('measure="tries" knob="loss" fixed="lost=1"'), 24, /there is no knob lost/);
  const far = sweep('measure="tries" knob="loss"').map((line) => line.replace("{60}", "{90}"));
  await refused(far, 24, /<Sweep>: “Loss” goes from 0 to 60 %, not to 90/);
  await refused(sweep('measure="tries" knob="loss" theory="wards"'), 24, /Did you mean words/);
});

/** Lines 20 to 24. */
const asking = [
  '```ts cell="asking"',
  "const kept = ({ nodes }: { nodes: { bob: Bob } }) => nodes.bob.read.length > 0;",
  "const found = search(run, kept, { seeds: 20, knobs: { loss: 30 } });",
  "```",
  '```ts cell="reading"\nconst said = found.words;\n```',
];

test("questions are answered at build, and prose and cells use the answers", async () => {
  const shown = ['<Experiment run="run" />', '<Ask question="found" name="N" ask="A" />'];
  const data = await build([...page, ...asking, ...shown, '<Value of="said.length" />']);
  const words = "No failure in 20 seeds: up to 15 % of them may still fail (95 %).";
  assert.equal(data.values[valueName("said.length")], words.length);
  const [question] = data.questions;
  assert.equal(question.kind, "search");
  assert.match(question.answer, /"words":"No failure in 20 seeds/);
});

test("a question that cannot be answered, or that nobody asks, stops the build", async () => {
  const shown = ['<Experiment run="run" />', '<Ask question="found" name="N" ask="A" />'];
  await refused(
    [...page, ...shown],
    21,
    /<Ask> shows found, which no cell asks\. Write const found/,
  );
  const none = asking.map((line) => line.replace("seeds: 20", "seeds: 0"));
  await refused(
    [...page, ...none, ...shown],
    21,
    /In cell “asking”: found cannot be answered: .*seeds/,
  );
  const typo = asking.map((line) => line.replace("seeds: 20", "sedes: 20"));
  await refused([...page, ...typo, ...shown], 22, /'sedes' does not exist/);
});
