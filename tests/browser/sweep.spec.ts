/** A prediction, a measurement, a theory: in this order, and nothing before its time. */
import { expect, expectAccessible, test, type Page } from "../support/browser.ts";
import { TopicPage } from "../support/topic.ts";

class Sweep {
  readonly page: Page;
  readonly element;
  readonly chart;
  readonly svg;
  readonly measure;
  readonly skip;
  readonly stop;
  readonly again;
  readonly verdict;
  readonly rows;
  readonly bar;

  constructor(page: Page) {
    this.page = page;
    this.element = page.locator('[data-sweep="cost"]');
    this.chart = this.element.locator("[data-chart]");
    this.svg = this.chart.locator("> svg");
    const button = (name: string | RegExp) => this.element.getByRole("button", { name });
    this.measure = button(/^Measure it/);
    this.skip = button("Show me without a guess");
    this.stop = button("Stop");
    this.again = button("Guess again");
    this.verdict = this.element.locator("[data-verdict]");
    this.rows = this.element.locator("tbody tr");
    this.bar = this.element.getByRole("progressbar");
  }

  async open(): Promise<void> {
    await new TopicPage(this.page).open();
    await expect(this.element).toHaveAttribute("data-alive", "");
    await this.element.scrollIntoViewIfNeeded();
  }

  /** Draws with the pointer from one corner towards the other, `height` of the chart at most. */
  async draw(height = 0.5): Promise<void> {
    const box = (await this.svg.boundingBox())!;
    const at = (x: number, y: number) =>
      [box.x + box.width * (0.12 + 0.84 * x), box.y + box.height * (0.85 - 0.75 * y)] as const;
    await this.page.mouse.move(...at(0, 0));
    await this.page.mouse.down();
    for (let i = 1; i <= 24; i++) await this.page.mouse.move(...at(i / 24, (height * i) / 24));
    await this.page.mouse.up();
  }

  /** What a screen reader finds in it. */
  tree(): Promise<string> {
    return this.element.ariaSnapshot();
  }
}

/** What only the result says: the theory's formula, and measured values. */
const RESULT = /1 ⁄ \(1 − p\)²|runs a point|1\.2[0-9]|[3-7]\.[0-9]{2}/;

test("nothing of the result is to be had before the guess, by eye or by ear", async ({ page }) => {
  const sweep = new Sweep(page);
  await sweep.open();
  expect(await sweep.tree()).not.toMatch(RESULT);
  await expect(sweep.measure).toBeDisabled();
  await expect(sweep.rows.first()).toBeHidden();
  await expect(sweep.svg.locator(".theory, .measured, .points")).toHaveCount(0);
  expect(await sweep.svg.textContent()).not.toMatch(RESULT);
  await sweep.draw();
  expect(await sweep.tree()).not.toMatch(RESULT);
});

test("a guess by pointer, the measurement with a bar, then the theory and a verdict", async ({
  page,
}) => {
  const sweep = new Sweep(page);
  await sweep.open();
  await sweep.draw(0.4);
  await expect(sweep.measure).toBeEnabled();
  await sweep.measure.click();
  await expect(sweep.bar).toBeVisible();
  await expect(sweep.measure).toBeHidden();
  const values = new Set<number>();
  while (await sweep.bar.isVisible()) {
    const value = await sweep.bar
      .evaluate((bar: HTMLProgressElement) => bar.value, null, {
        timeout: 1_000,
      })
      .catch(() => 1); // it goes when the last run is done
    values.add(value);
    if (values.size < 4) expect(await sweep.tree()).not.toMatch(/1 ⁄ \(1 − p\)²/);
    await page.waitForTimeout(30);
  }
  expect(values.size, "steps of the bar").toBeGreaterThan(2);
  await expect(sweep.verdict).toHaveText(/^At 50\s% you drew \d\.\d, and it takes \d\.\d\d\.$/);
  await expect(sweep.element).toContainText("Theory, 1 ⁄ (1 − p)²");
  await expect(sweep.again).toBeVisible();
  await sweep.element.locator("summary").click();
  await expect(sweep.rows).toHaveCount(13);
  await expectAccessible(page, '[data-sweep="cost"]');
});

test("the page's measurement is the build's, and the table holds the chart's points", async ({
  page,
}) => {
  const sweep = new Sweep(page);
  await sweep.open();
  const built = await page.evaluate(() => {
    type Built = { sweeps: { points: { x: number; mean: number }[] }[] };
    const data = JSON.parse(document.getElementById("page-data")!.textContent) as Built;
    return data.sweeps[0].points.map(({ x, mean }) => [x, mean]);
  });
  const texts = async () => (await sweep.rows.allTextContents()).map((text) => text.trim());
  const before = await texts();
  await sweep.skip.click();
  await expect(sweep.verdict).toHaveText(/^At 50\s% it takes \d\.\d\d\.$/, { timeout: 20_000 });
  const table = await sweep.rows.evaluateAll((rows) =>
    rows.map((row) => [...row.children].map(({ textContent }) => Number.parseFloat(textContent))),
  );
  expect(table.map(([x]) => x)).toEqual(built.map(([x]) => x));
  table.forEach(([, mean], i) => expect(Math.abs(mean - built[i][1])).toBeLessThan(0.006));
  expect(await texts(), "the build's table").toEqual(before);
});

test("theory and measurement agree", async ({ page }) => {
  const sweep = new Sweep(page);
  await sweep.open();
  const { points, theory } = await page.evaluate(() => {
    type Point = { x: number; low: number; high: number };
    type Built = { sweeps: { points: Point[]; theory: [number, number][] }[] };
    return (JSON.parse(document.getElementById("page-data")!.textContent) as Built).sweeps[0];
  });
  const curve = new Map(theory);
  const outside = points.filter(({ x, low, high }) => {
    const expected = curve.get(x) ?? 1 / (1 - x / 100) ** 2;
    return expected < low - 1e-9 || expected > high + 1e-9;
  });
  // Of 95 % intervals one in twenty misses.
  expect(outside.length).toBeLessThanOrEqual(2);
});

test("Stop keeps what has been measured", async ({ page }) => {
  const sweep = new Sweep(page);
  await sweep.open();
  await page.locator('[data-experiment="letters"]').hover(); // the sandbox warms up
  await sweep.skip.click();
  await expect
    .poll(() => sweep.bar.evaluate((bar: HTMLProgressElement) => bar.value))
    .toBeGreaterThan(0);
  await sweep.stop.click();
  await expect(sweep.verdict).toContainText("Stopped early");
  await expect(sweep.stop).toBeHidden();
  await expect(sweep.again).toBeVisible();
  const rows = await sweep.rows.count();
  expect(rows).toBeGreaterThan(0);
  await sweep.again.click();
  await expect(sweep.skip).toBeVisible();
  expect(await sweep.tree()).not.toMatch(RESULT);
});

test("a guess is kept when the page opens again, and still hides the result", async ({ page }) => {
  const sweep = new Sweep(page);
  await sweep.open();
  await sweep.draw(0.8);
  await expect(sweep.measure).toBeEnabled();
  const guess = await sweep.svg.locator("[class*=guess]").first().getAttribute("d");
  await page.waitForTimeout(700);
  await sweep.open();
  await expect(sweep.measure).toBeEnabled();
  expect(await sweep.svg.locator("[class*=guess]").first().getAttribute("d")).toBe(guess);
  expect(await sweep.tree()).not.toMatch(RESULT);
});

test("Guess again empties the chart", async ({ page }) => {
  const sweep = new Sweep(page);
  await sweep.open();
  await sweep.draw();
  await sweep.measure.click();
  await expect(sweep.again).toBeVisible({ timeout: 20_000 });
  await sweep.again.click();
  await expect(sweep.measure).toBeDisabled();
  await expect(sweep.verdict).toBeEmpty();
  await expect(sweep.chart).toBeFocused();
});

test("what the cells have become is what is measured", async ({ page }) => {
  const topic = new TopicPage(page);
  const sweep = new Sweep(page);
  await sweep.open();
  await topic.replace("cost", "/ text.length", "/ text.length + 1");
  await topic.run();
  await expect(topic.cell("cost").locator("[data-cell-state]")).toHaveText("changed by you");
  await sweep.skip.click();
  await expect(sweep.again).toBeVisible({ timeout: 20_000 });
  const words = await sweep.verdict.innerText();
  expect(Number.parseFloat(/takes ([\d.]+)/.exec(words)![1])).toBeGreaterThan(4.8);
});

test("a measure that fails says so, and can be tried again", async ({ page }) => {
  const topic = new TopicPage(page);
  const sweep = new Sweep(page);
  await sweep.open();
  await topic.edit("cost");
  await page.keyboard.insertText('\nif (tries > 1) throw new Error("too dear");');
  await topic.run();
  await sweep.skip.click();
  await expect(sweep.verdict).toContainText("too dear", { timeout: 20_000 });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("chart, theory and numbers are there, and nothing that would do nothing", async ({
    page,
  }) => {
    const sweep = new Sweep(page);
    await page.goto("1-mostly-reliable/08-retransmission/");
    await expect(sweep.chart.locator("svg").filter({ visible: true })).toHaveCount(1);
    expect(await sweep.tree()).toMatch(/1 ⁄ \(1 − p\)²/);
    for (const button of await sweep.element.locator("button").all())
      await expect(button).toBeHidden();
    await sweep.element.locator("summary").click();
    await expect(sweep.rows).toHaveCount(13);
    await expect(sweep.rows.first()).toBeVisible();
  });
});
