/** Questions that cells ask of many runs: declared, answered over a pool, waited for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as engine from "../../../src/engine/index.ts";
import type { Comparison } from "../../../src/engine/check/compare.ts";
import type { Exploration } from "../../../src/engine/check/explore.ts";
import type { Search } from "../../../src/engine/check/search.ts";
import type { Strip } from "../../../src/engine/check/strip.ts";
import type { Sweep } from "../../../src/engine/check/sweep.ts";
import type { Asker } from "../../../src/notebook/job-pool.ts";
import { PROTOCOL, type Body, type Message } from "../../../src/notebook/protocol.ts";
import { answerQuestion } from "../../../src/notebook/questions/answer.ts";
import { answerOfText, answerText } from "../../../src/notebook/questions/answer-text.ts";
import { questionKey } from "../../../src/notebook/questions/key.ts";
import { askedOf, type Question } from "../../../src/notebook/questions/question.ts";
import { Session } from "../../../src/notebook/run/session.ts";
import { readMessage } from "../../../src/notebook/validate.ts";
import { Page } from "./graph-page.ts";
import { compiled, load, refused } from "./support.ts";

/** A sender that says each of three words once, or repeats it until it is answered. */
const talk = `
const repeats = knob("Repeats", { value: false });
const loss = knob("Loss", { max: 60, unit: "%", value: 0 });
const words = ["a", "b", "c"];
class Alice extends Process {
  number = 0;
  start() { this.post(); }
  post() { this.send("bob", this.number); this.setTimer("patience", ms(30)); }
  receive(number: number) { if (number === this.number) this.next(); }
  timeout() { if (repeats) this.post(); else this.next(); }
  next() {
    this.number += 1;
    if (this.number < words.length) this.post();
    else this.cancelTimer("patience");
  }
}
class Bob extends Process {
  heard: number[] = [];
  receive(number: number, from: Address) {
    if (!this.heard.includes(number)) this.heard.push(number);
    this.send(from, number);
  }
}`;
const road = `
const run = simulate({
  seed, faults, until: seconds(9), nodes: { alice: new Alice(), bob: new Bob() },
  links: [duplex("alice", "bob", { delay: ms(10), loss: percent(loss) })],
});
const all = ({ nodes }: { nodes: { bob: Bob } }) =>
  nodes.bob.heard.length === words.length || "Bob has not heard all.";`;

/** A worker in this thread whose messages are read as the page reads them. */
class Desk implements Asker {
  readonly told: Body[] = [];
  readonly #session = new Session((body) => void this.#hear(body), load);
  #reply: Message | undefined;

  #hear(body: Body): void {
    const message = readMessage(structuredClone({ version: PROTOCOL, ...body }));
    assert.equal(typeof message, "object", String(message));
    if ("request" in body) this.#reply = message as Message;
    else this.told.push(body);
  }

  async ask(request: object): Promise<Message> {
    await this.#session.handle({ ...request, request: 1 } as never);
    const reply = this.#reply as Message;
    if (reply.kind === "refused") throw new Error(reply.message);
    return reply;
  }
}

/** What a page of these cells asks and what the answer is. */
async function answerTo<T>(question: string, knobs = {}, more: string[] = []): Promise<T> {
  const cells = compiled(talk, road, question, ...more);
  const page = new Page();
  await page.graph.setCells(cells);
  await page.settle();
  const asked = page.questions.get("found");
  assert.ok(asked, JSON.stringify([...page.cells]));
  const target = { cells, name: "found" };
  return (await answerQuestion(asked, { workers: [new Desk()], target, knobs })) as T;
}

test("a search finds a broken promise, shrinks it, keeps to the knobs of the page", async () => {
  const ask = "const found = search(run, all, { seeds: 50, calm: { loss: 0 } });";
  const { found } = await answerTo<Search>(ask, { loss: 30 });
  assert.equal(found?.broken, "Bob has not heard all.");
  assert.equal(found.job.faults.length, 1);
  assert.equal(found.job.knobs["loss"], 0);
  const clean = await answerTo<Search>(ask, { loss: 30, repeats: true });
  assert.equal(clean.found, undefined);
  assert.equal(clean.seeds.done, 50);
  assert.match(clean.words, /No failure in 50 seeds: up to 6 % of them may still fail/);
});

test("an exploration proves or refutes, and hands back faults that a run follows", async () => {
  const ask =
    "const found = explore(run, { atEnd: all2 }, { losses: 1, timeouts: 3, knobs: KNOBS });";
  const claim = "const all2 = (nodes: any) => nodes.bob.heard.length === words.length;";
  const without = ask.replace("KNOBS", "{ repeats: false }");
  const broken = await answerTo<Exploration>(without, {}, [claim]);
  assert.equal(broken.verdict, "broken");
  assert.ok(broken.counterexample?.faults?.some(({ verb }) => verb === "drop"));
  const held = await answerTo<Exploration>(ask.replace("KNOBS", "{ repeats: true }"), {}, [claim]);
  assert.equal(held.verdict, "holds");
  assert.ok(held.states > 10);
});

test("a sweep, a comparison and the strips are answered by the same cells", async () => {
  const sweep = await answerTo<Sweep>(
    "const found = sweep(run, { loss: [0, 50] }, 20, " +
      "({ metrics }) => ({ sent: metrics.sent }), { knobs: { repeats: true } });",
  );
  const [none, half] = sweep.points.map(({ figures }) => figures["sent"].mean);
  assert.equal(none, 6);
  assert.ok(half > none);
  const compared = await answerTo<Comparison & { first?: { seed: number; words: string } }>(
    "const found = compare(run, other, ({ metrics }) => ({ end: metrics.endTime }), 10);",
    { loss: 30 },
    [road.replace("ms(10)", "ms(5)").replace("const run", "const other").split("\nconst all")[0]],
  );
  assert.equal(compared.done, 10);
  assert.match(compared.figures["end"].words, /not by chance/);
  assert.equal(compared.first?.seed, 1);
  assert.match(compared.first.words, /^The first \d+ events are the same/);
  const judge = "({ nodes }) => nodes.bob.heard.length";
  const packets = await answerTo<Strip<unknown>>(
    `const found = everyPacket(run, "drop", ${judge});`,
  );
  // Of three words and three answers each word is lost once; a lost answer costs nothing.
  assert.deepEqual(packets.counts, [
    [2, 3],
    [3, 3],
  ]);
  const instants = await answerTo<Strip<unknown>>(
    `const found = everyInstant(run, { crash: "bob", backAfter: ms(1) }, ${judge});`,
  );
  assert.equal(instants.base, 3);
  assert.ok(instants.done > 10 && !instants.isCut);
  const pairs = await answerTo<Strip<unknown>>(
    `const found = everyPair(run, [{ packets: "drop" }, { packets: "drop" }], ${judge});`,
  );
  assert.ok(pairs.counts.some(([verdict]) => verdict === 1));
});

test("whatever uses an answer waits for it, and is told when it comes and goes", async () => {
  const page = new Page(["words2"]);
  await page.graph.setCells(
    compiled(
      talk,
      road,
      "const found = search(run, all, { seeds: 5 });",
      "const words2 = found.words;",
    ),
  );
  await page.settle();
  assert.equal(page.cells.get("third")?.state, "done");
  assert.deepEqual(page.cells.get("fourth"), { state: "waiting", name: "found" });
  page.graph.setAnswers({ found: answerText({ words: "None." }) });
  assert.deepEqual((await page.settle()).values, [["", "words2", "None."]]);
  assert.equal(page.cells.get("fourth")?.state, "done");
  // The same answer again is none that is new.
  page.graph.setAnswers({ found: answerText({ words: "None." }) });
  assert.deepEqual((await page.settle()).values, []);
  page.graph.setAnswers({});
  await page.settle();
  assert.deepEqual(page.cells.get("fourth"), { state: "waiting", name: "found" });
});

test("a question stands at the top of a cell, under its name, and waits for no one", () => {
  const [inside] = refused(talk, road, "const f = () => search(run, all);");
  assert.match(inside.message, /known by its variable: const found = search\(run, …\)/);
  const [used] = refused(talk, road, "const found = search(run, all);\nconsole.log(found.words);");
  assert.match(used.message, /found has no answer yet: use it in another cell/);
  assert.equal(used.line, 2);
  const [bare] = refused(talk, road, "const ask = explore;");
  assert.match(bare.message, /known by its variable/);
  // Whoever has a function of their own of that name means theirs.
  compiled("const compare = (a: number, b: number) => a - b;", "const x = [compare(1, 2)];");
  compiled("const { words } = { words: 1 };\nconst key = { words };\nconst y = key.words;");
});

test("what is asked wrongly is said with its place and a remedy", async () => {
  const fails = (question: string, message: RegExp): Promise<void> =>
    assert.rejects(answerTo(question), message);
  await fails('const found = everyPacket(run, "lose" as any, () => "");', /the strike is "lose"/);
  await fails("const found = search(run, all, { seeds: 0 });", /seeds is 0/);
  await fails("const found = explore(run, { always: 3 as any });", /always/);
  const wrong = await answerTo<Search>("const found = search(5 as any, all, { seeds: 2 });");
  assert.match(wrong.errors[0].message, /search asks about a run/);
  const none = await answerTo<Search>("const found = search(run, 7 as any, { seeds: 2 });");
  assert.match(none.errors[0].message, /the promise must be a function of a run/);
  const call = { name: "found", kind: "search" } as const;
  assert.throws(
    () => askedOf(call, [0, 0, { signal: () => 1 }]),
    /found: signal of search is a fun/,
  );
  assert.throws(() => askedOf(call, [0, 0, { x: "y".repeat(30_000) }]), /at most 20000 characters/);
});

test("what a worker says of a job is read before it counts", async () => {
  const question: Question = { name: "found", kind: "search", asked: '{"options":{"seeds":1}}' };
  const target = { cells: [], name: "found" };
  const say = async (value: unknown): Promise<Search> => {
    const values = [answerText(value)];
    const worker: Asker = {
      ask: () => Promise.resolve({ version: PROTOCOL, kind: "values", request: 1, values }),
    };
    return (await answerQuestion(question, { workers: [worker], target, knobs: {} })) as Search;
  };
  const good = { broken: null, end: 1, packets: {}, handled: {}, mishaps: [] };
  assert.equal((await say(good)).seeds.done, 1);
  await assert.rejects(say({ ...good, broken: { toString: 1 } }), /broken is not a text/);
  await assert.rejects(say({ ...good, end: "1" }), /end is "1"/);
  await assert.rejects(say({ ...good, packets: { x: { count: -1, bytes: 0 } } }), /count is -1/);
  await assert.rejects(say({ ...good, mishaps: [{ verb: "boil" }] }), /boil/);
  await assert.rejects(say(7), /trial is not an object/);
});

test("an answer's text keeps infinity, which JSON has not", () => {
  const answer = { margin: Infinity, list: [1, "Infinity", null] };
  assert.deepEqual(answerOfText(answerText(answer)), answer);
});

test("an answer is for its code, its knobs and its words", () => {
  const ask = "const found = search(run, all, { seeds: 5 });";
  const cells = compiled(talk, road, ask, "const other = 1;");
  const question: Question = { name: "found", kind: "search", asked: "{}" };
  const key = questionKey(cells, { loss: 0 }, question);
  assert.equal(
    questionKey(compiled(talk, road, ask, "const other = 2;"), { loss: 0 }, question),
    key,
  );
  assert.notEqual(questionKey(cells, { loss: 1 }, question), key);
  assert.notEqual(questionKey(cells, { loss: 0 }, { ...question, asked: "{ }" }), key);
  const edited = compiled(talk.replace("ms(30)", "ms(31)"), road, ask, "const other = 1;");
  assert.notEqual(questionKey(edited, { loss: 0 }, question), key);
});

test("the questions' names are the engine's or the notebook's, never both in a cell", () => {
  assert.ok("explore" in engine && !("search" in engine));
});
