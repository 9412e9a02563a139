/**
 * Messages to the page from a worker that an attacker has in hand entirely: the page refuses what
 * is not a run, says so in a sentence, draws nothing of it, and lives on.
 */
import { expect, type Page } from "../support/browser.ts";
import { tamper, test } from "../support/sandbox.ts";
import { TopicPage } from "../support/topic.ts";

/** A forgery: the body of a function of a message `m`, and what the page says to it. */
type Forgery = readonly [name: string, body: string, words: RegExp];

/** The forgeries of a page in turn: the knob “loss” says which one. */
function prologueOf(forgeries: readonly Forgery[]): string {
  const functions = forgeries.map(([, body]) => `(m, transfer) => { ${body} }`);
  return `{
    const honest = self.postMessage.bind(self);
    // The notebook takes these away; an attacker has kept them.
    const { Blob, OffscreenCanvas, MessageChannel, ReadableStream, Date } = self;
    const [setTimeout, close] = [self.setTimeout.bind(self), self.close.bind(self)];
    const forgeries = [() => 0, ${functions.join(",\n")}];
    let [chosen, held] = [0, false];
    addEventListener("message", ({ data }) => { chosen = data.knobs?.loss ?? chosen; });
    self.postMessage = (m) => {
      if (m.kind === "settled" && held) return;
      const transfer = [];
      if (m.kind === "run") {
        if (chosen > 0) m.run.fingerprint = "f".repeat(16);
        m = (forgeries[chosen] ?? forgeries[0])(m, transfer) || m;
      }
      honest(m, transfer);
    };
  }`;
}

async function expectRefusals(page: Page, forgeries: readonly Forgery[]): Promise<void> {
  await tamper(page, prologueOf(forgeries));
  const topic = new TopicPage(page);
  await topic.open();
  const before = await topic.fingerprint();
  for (const [i, [name, , words]] of forgeries.entries()) {
    await topic.knob("loss").fill(String(i + 1));
    await expect(topic.notices, name).toHaveText(words, { timeout: 6_000 });
    await topic.notices.getByRole("button", { name: "Close" }).click();
  }
  expect(await topic.fingerprint(), "nothing of it is drawn").toBe(before);
  expect(await page.evaluate(() => "polluted" in {})).toBe(false);
  await topic.knob("loss").fill("0");
  await topic.expectBobReads("PAY ANN 100 COINS");
}

const column = "const c = m.run.trace.chunks[0];";

test("M06, M07: what is no column is refused where a column is due", async ({ page }) => {
  await expectRefusals(page, [
    ["a Map", `${column} c.time = new Map([[0, 1]])`, /column time is not a Float64Array/],
    ["an Error", `${column} c.kind = new Error("x")`, /column kind is not a Uint8Array/],
    ["a Blob", `${column} c.node = new Blob(["x"])`, /column node is not a Uint16Array/],
    ["a list", `${column} c.time = [...c.time]`, /column time is not a Float64Array/],
    ["another type", `${column} c.time = new Float32Array(c.time)`, /column time is not a Float64/],
    ["nothing", `${column} delete c.cause`, /column cause is not an Int32Array|not a Int32Array/],
    [
      "an image",
      `${column} const canvas = new OffscreenCanvas(1, 1);
       canvas.getContext("2d");
       c.time = canvas.transferToImageBitmap()`,
      /column time is not a Float64Array/,
    ],
    [
      "a resizable buffer",
      `${column} const old = c.time;
       c.time = new Float64Array(new ArrayBuffer(old.byteLength, { maxByteLength: 1e6 }));
       c.time.set(old)`,
      /column time/,
    ],
    [
      "a port",
      `${column} c.time = new MessageChannel().port1; transfer.push(c.time)`,
      /it sent a port/,
    ],
    [
      "a stream",
      `${column} c.time = new ReadableStream(); transfer.push(c.time)`,
      /cannot be passed on/,
    ],
    ["an error for a run", `m.run = new Error("x")`, /run is not a plain object/],
    ["a Map for a trace", `m.run.trace = new Map()`, /trace is not a plain object/],
    ["null for a chunk", `m.run.trace.chunks = [null]`, /chunk is not an object/],
  ]);
});

test("M08, M09: rows that make no sense are refused, by column and row", async ({ page }) => {
  await expectRefusals(page, [
    ["unequal length", `${column} c.time = c.time.slice(1)`, /column time has \d+ rows instead of/],
    ["NaN", `${column} c.time[3] = NaN`, /column time is wrong in row 3/],
    ["Infinity", `${column} c.time[5] = Infinity`, /column time is wrong in row 5/],
    ["-Infinity", `${column} c.time[5] = -Infinity`, /column time is wrong in row 5/],
    ["time going back", `${column} c.time[9] = 0`, /column time is wrong in row 9/],
    ["time above 2^53", `${column} c.time.fill(2 ** 53 + 2, 8)`, /column time is wrong in row 8/],
    ["an unknown kind", `${column} c.kind[2] = 200`, /column kind is wrong in row 2/],
    ["a node that is not", `${column} c.node[2] = 7`, /column node is wrong in row 2/],
    ["node -2", `${column} c.node[2] = -2`, /column node is wrong in row 2/],
    ["a cause to come", `${column} c.cause[4] = 4`, /column cause is wrong in row 4/],
    ["cause -2", `${column} c.cause[4] = -2`, /column cause is wrong in row 4/],
    ["a place that is not", `${column} c.place.fill(99)`, /column place is wrong in row \d+/],
    ["a text that is not", `${column} c.detail.fill(1e6)`, /column detail is wrong in row \d+/],
    ["a text at -1", `${column} c.detail.fill(-1)`, /column detail is wrong in row \d+/],
    ["rows that are not", `m.run.trace.rows = 1e9`, /rows is 1000000000, not from 0 to/],
    ["half a row", `m.run.trace.rows = 1.5`, /rows is 1.5, not a whole number/],
    ["a link to nowhere", `m.run.trace.links[0].to = 9`, /link.to is 9, not from 0 to 1/],
    ["a name that is none", `m.run.trace.nodes = [1, 2]`, /nodes is not a text/],
    ["a long name", `m.run.trace.nodes[0] = "x".repeat(1e6)`, /nodes has 1000000 characters/],
    ["end of all days", `m.run.endTime = Infinity`, /endTime is Infinity, not from 0 to/],
  ]);
});

test("M03, M04: unknown versions and kinds end the worker; strange keys do nothing", async ({
  page,
}) => {
  const keys = `JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"x":1}}}')`;
  await expectRefusals(page, [
    ["a version to come", `m.version = 2`, /its version is unknown/],
    ["no version", `delete m.version`, /its version is unknown/],
    ["an unknown kind", `m.kind = "launch"`, /its kind is unknown/],
    ["no record", `return "run"`, /message is not an object/],
    ["a list", `return [m]`, /message is not an object/],
    ["strange keys", `return Object.assign(${keys}, { version: 1, kind: "run" })`, /experiment/],
    ["a run with strange keys", `m.run = ${keys}`, /outcome|engine/],
    ["a node of that name", `m.run.trace.nodes = ${keys}`, /nodes is not a list/],
    [
      "a moment of strange nodes",
      `return { version: 1, kind: "moment", request: 1,
        moment: { changed: [], cell: "", line: 0, states: { a: ${keys} } } }`,
      /states is not a text/,
    ],
    ["a long word", `m.experiment = "x".repeat(1e6)`, /experiment has 1000000 characters/],
  ]);
});

test("W12: a worker that closes itself or goes silent is given up at the limit", async ({
  page,
}) => {
  const silent = /still running after 2 s/;
  await expectRefusals(page, [
    ["self.close()", `close(); return { version: 1, kind: "begin", cell: "" }`, silent],
    ["nothing more", `for (;;);`, silent],
  ]);
});

test("a worker that breaks is ended with its reason", async ({ page }) => {
  const begin = `{ version: 1, kind: "begin", cell: "" }`;
  await expectRefusals(page, [
    ["an error outside", `setTimeout(() => { throw new Error("ouch"); }); return ${begin}`, /ouch/],
  ]);
});

for (const [what, loop, words] of [
  ["a million messages", "for (let i = 0; i < 1e6; i++)", /too many messages/],
  ["an endless flood", "for (;;)", /too many messages|still running/],
] as const) {
  test(`M14: ${what} end the worker, and the page stays smooth`, async ({ page }) => {
    await page.addInitScript(() => {
      let last = performance.now();
      setInterval(() => {
        const longest = Number(document.body?.dataset["longest"] ?? 0);
        const gap = performance.now() - last;
        if (gap > longest && document.body) document.body.dataset["longest"] = String(gap);
        last = performance.now();
      }, 10);
    });
    const begin = `{ version: 1, kind: "begin", cell: "x".repeat(100) }`;
    await tamper(page, prologueOf([[what, `${loop} honest(${begin})`, words]]));
    const topic = new TopicPage(page);
    await topic.open();
    const before = await topic.fingerprint();
    await topic.knob("loss").fill("1");
    await expect(topic.notices.first()).toHaveText(words, { timeout: 8_000 });
    const longest = Number(await page.locator("body").getAttribute("data-longest"));
    expect(longest).toBeLessThan(1_000);
    expect(await topic.fingerprint(), "nothing of it is drawn").toBe(before);
    const moment = await topic.clock.innerText();
    await topic.experiment.locator('[data-do="forward"]').click();
    await expect(topic.clock, "what is drawn can be played").not.toHaveText(moment);
    // The next worker is not held up by what the flood has left: it answers well within its 2 s.
    await topic.knob("loss").fill("2");
    await expect(page.locator("[data-postmark] svg")).toContainText("ffff", { ignoreCase: true });
    await expect(topic.notices).toHaveCount(1);
  });
}

test("M13: ten thousand knobs, and a knob that is none", async ({ page }) => {
  const knob = `{ kind: "number", name: "loss", label: "x", min: 0, max: 60, step: 1,
    unit: "", value: 1, note: "" }`;
  const flood = `held = true;
    const send = (i) => {
      for (const end = i + 50; i < end; i++)
        honest({ version: 1, kind: "knob", knob: { ...${knob}, name: "k" + i } });
      if (i < 1e4) setTimeout(send, 2, i);
      else honest({});
    };
    send(0);
    return { version: 1, kind: "begin", cell: "" };`;
  const bad = (field: string) =>
    `return { version: 1, kind: "knob", knob: { ...${knob}, ${field} } }`;
  await expectRefusals(page, [
    ["many", flood, /too many messages|its version is unknown/],
    ["min above max", bad("min: 100"), /knob loss: min is 100, but must be below max, 60/],
    ["a step of 0", bad("step: 0"), /knob loss: step is 0, but must be above 0/],
    ["NaN", bad("value: NaN"), /knob loss: value is NaN/],
    ["a label of a megabyte", bad(`label: "x".repeat(1e6)`), /label has 1000000 characters/],
    ["a label that is none", bad(`label: { toString: 1 }`), /label/],
  ]);
});
