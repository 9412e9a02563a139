/** A reader's own code, typed into the editor, that means harm: what it does to the page. */
import { expect } from "../support/browser.ts";
import { test } from "../support/sandbox.ts";
import { TopicPage } from "../support/topic.ts";

/** Appends lines to a cell and runs it. */
async function append(topic: TopicPage, cell: string, code: string): Promise<void> {
  await topic.edit(cell);
  await topic.page.keyboard.insertText(`\n${code}`);
  await topic.run();
}

async function reset(topic: TopicPage, cell: string): Promise<void> {
  await topic.cell(cell).locator("[data-cell-reset]").click();
  await topic.expectBobReads("PAY ANN 100 COINS");
}

test("a run that a cell has tampered with is refused, or says that it cannot be sent", async ({
  page,
}) => {
  const topic = new TopicPage(page);
  await topic.open();
  const trace = "run.trace.data";
  for (const [code, words] of [
    [`${trace}.chunks[0].time[3] = NaN;`, /column time is wrong in row 3/],
    [`${trace}.chunks[0].kind[3] = 222;`, /column kind is wrong in row 3/],
    [
      `Object.defineProperty(run, "fingerprint", { value: "x".repeat(1e6) });`,
      /fingerprint has 1000000 characters/,
    ],
    [`(run as any).seed = { toString: 1 };`, /seed is not a text/],
  ] as const) {
    await append(topic, "road", code);
    await expect(topic.notices.last(), code).toContainText(words);
    await topic.notices.last().getByRole("button", { name: "Close" }).click();
    await reset(topic, "road");
  }
  await append(topic, "road", `(${trace} as any).strings.push(() => 1);`);
  await expect(topic.story).toContainText("cannot be sent to the page");
  await reset(topic, "road");
});

test("T01, T06: a reader's text is drawn as text, wherever it comes", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await page.evaluate(() => {
    document.addEventListener("securitypolicyviolation", () => (document.title = "violated"));
  });
  const title = await page.title();
  const count = () => page.locator("img, script, foreignObject, a").count();
  const before = await count();
  const hostile = [
    `<img src=x onerror="document.title='owned'">`,
    `</script><script>document.title='owned'</` + `script>`,
    `<svg><foreignObject><body onload=alert(1)>`,
    `javascript:document.title='owned'`,
    `Session expired, visit https://example.org/login`,
  ].map((text) => JSON.stringify(text));
  await topic.replace("alice", '[..."PAY ANN 100 COINS"]', `[${hostile.join(", ")}]`);
  await append(topic, "bob", hostile.map((text) => `console.log(${text});`).join("\n"));
  await topic.replace("knobs", '"Timeout"', hostile[0]);
  await topic.run();
  const output = topic.cell("bob").locator("[data-cell-output]");
  await expect(output).toContainText("<img src=x onerror=");
  await expect(output).toContainText("https://example.org/login");
  await expect(output).toHaveAttribute("aria-label", "Output of Bob");
  await topic.experiment.locator('[data-do="start"]').click();
  await topic.experiment.locator('[data-do="forward"]').click();
  await topic.stage.locator('[data-target^="flight:"]').first().click();
  await expect(topic.inspector).toContainText("<img src=x");
  const node = `(class extends Bob {})`;
  await append(topic, "road", `throw new Error(${hostile[0]} + ${node}.name);`);
  await expect(topic.cell("road").locator("[data-cell-problems]")).toContainText("<img src=x");
  expect(await count()).toBe(before);
  expect(await page.title()).toBe(title);
});

test("a node with a hostile name is refused or drawn as text", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const name = `<img src=x onerror=document.title=1>`;
  await topic.replace("alice", '"bob"', JSON.stringify(name));
  await topic.replace("road", "bob: new Bob()", `${JSON.stringify(name)}: new Bob()`);
  await topic.replace("road", '"alice", "bob"', `"alice", ${JSON.stringify(name)}`);
  await topic.run();
  await expect(topic.stage).toContainText("<img src=x");
  await expect(page.locator("img")).toHaveCount(0);
});

test("W12: a promise that never settles is no run, and holds nothing up", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const never = "const run = new Promise(() => {}) as any; const other = simulate(";
  await topic.replace("road", "const run = simulate(", never);
  await topic.run();
  await expect(topic.story).toContainText("run is not a run");
  await expect(topic.experiment).not.toHaveAttribute("data-busy", "");
  await reset(topic, "road");
});

test("W23: endless words are cut off", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await append(topic, "bob", 'throw new Error("x".repeat(1e8));');
  const problem = topic.cell("bob").locator("[data-cell-problems]");
  await expect(problem).toContainText("xxx");
  expect((await problem.innerText()).length).toBeLessThan(5_000);
  await reset(topic, "bob");
  await append(topic, "bob", 'for (let i = 0; i < 3e4; i++) console.log("y".repeat(4e3));');
  const output = topic.cell("bob").locator("[data-cell-output]");
  await expect(output).toContainText(/… and [\d, ]*more/, { timeout: 4_000 });
  expect((await output.innerText()).length).toBeLessThan(500_000);
});

test("what a cell changes of the language ends with a sentence, and Reset is a reset", async ({
  page,
}) => {
  const topic = new TopicPage(page);
  await topic.open();
  for (const code of [
    "Array.prototype.map = () => [];",
    "(Process.prototype as any).send = () => 0;",
    "(Object.prototype as any).kind = 1;",
  ]) {
    await append(topic, "bob", code);
    await expect(topic.cell("bob").locator("[data-cell-problems]"), code).toContainText(
      /Line 9: Cannot (assign|add)/,
    );
    await reset(topic, "bob");
  }
});

const bombs: Record<string, string> = {
  arrays: "const all: number[][] = []; for (;;) all.push(new Array(1e5).fill(1.5));",
  buffers: "const all: ArrayBuffer[] = []; for (;;) all.push(new ArrayBuffer(1e8));",
  "filled buffers": "const all: unknown[] = []; for (;;) all.push(new Uint8Array(1e7).fill(1));",
  strings: 'let s = "x".repeat(5e8); const all = [s]; for (;;) all.push([...s].join("y"));',
  maps: "const all = new Map(); for (let i = 0; ; i++) all.set(i, { i });",
  "a regular expression": 'const all = /^(a+)+$/.test("a".repeat(60) + "b");',
  "a huge BigInt": "let all = 3n; for (;;) all *= all;",
  "a deep recursion": "const all = (n: number): number => all(n + 1) + 1; all(0);",
  "an endless array": "const all = Array.from({ length: 2 ** 32 - 1 }, (_, i) => ({ i }));",
};

for (const [name, code] of Object.entries(bombs)) {
  test(`W14: ${name} without end: the page lives, and the next run works`, async ({
    page,
    watch,
  }) => {
    watch.allow(/out of memory|Out of memory/i);
    const topic = new TopicPage(page);
    await topic.open();
    await append(topic, "alice", `{ ${code} }`);
    const start = Date.now();
    const said = topic.cell("alice").locator("[data-cell-problems] > *").or(topic.notices);
    await expect(said.first()).toBeVisible({ timeout: 6_000 });
    expect(Date.now() - start).toBeLessThan(6_000);
    await reset(topic, "alice");
  });
}
