/** The topic in a hand: touch, small targets, narrow pages, and pages that were made larger. */
import { expect, expectNoSidewaysScroll, test, type Page } from "../support/browser.ts";
import { TopicPage } from "../support/topic.ts";

test.use({
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
});

const letter = '[data-target^="flight:"]';

/** A finger that goes from a place by so many pixels. */
async function swipe(page: Page, from: { x: number; y: number }, by: { x: number; y: number }) {
  const client = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: object[]) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints: points as never });
  await touch("touchStart", [from]);
  for (let i = 1; i <= 12; i++)
    await touch("touchMove", [{ x: from.x + (by.x * i) / 12, y: from.y + (by.y * i) / 12 }]);
  await touch("touchEnd", []);
  await client.detach();
}

async function middleOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const element = page.locator(selector);
  await element.scrollIntoViewIfNeeded();
  const box = (await element.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test("two taps take the letter off the road", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.stage.locator(letter).first().tap();
  const drop = topic.inspector.getByRole("button", { name: "Drop it" });
  await expect(drop).toBeInViewport();
  await drop.tap();
  await expect(topic.faults).toHaveCount(1);
  await expect(topic.story).toContainText("by hand");
});

test("a finger that goes down over the pictures scrolls the page", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  for (const part of ["space-time", "stage"]) {
    const from = await middleOf(page, `[data-${part}] > svg`);
    const before = await page.evaluate(() => scrollY);
    const time = await topic.clock.innerText();
    await swipe(page, from, { x: 0, y: -220 });
    await expect
      .poll(() => page.evaluate(() => scrollY), { message: part })
      .toBeGreaterThan(before + 100);
    expect(await topic.clock.innerText(), "time stands still").toBe(time);
  }
});

test("a finger that goes along the diagram moves time, not the page", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const from = await middleOf(page, "[data-space-time] > svg");
  const before = await page.evaluate(() => scrollY);
  const time = await topic.clock.innerText();
  await swipe(page, { x: 120, y: from.y }, { x: 180, y: 8 });
  await expect(topic.clock).not.toHaveText(time);
  expect(await page.evaluate(() => scrollY)).toBe(before);
});

test("a guess is drawn with a finger", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const from = await middleOf(page, "[data-chart] > svg");
  const before = await page.evaluate(() => scrollY);
  await swipe(page, { x: 90, y: from.y + 60 }, { x: 240, y: -90 });
  await expect(page.locator("[data-measure]")).toBeEnabled();
  expect(await page.evaluate(() => scrollY)).toBe(before);
});

/** What can be touched and is smaller than 24 × 24 px: what it is, and its size. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const targets = "button, select, summary, input, textarea, [role=slider], [data-target]";
    for (const element of document.querySelectorAll(targets)) {
      // A label belongs to its control, but not to the place that one has on a scale.
      const isScale = element.matches("input[type=range]");
      const parts = [element, ...(isScale ? [] : ((element as HTMLInputElement).labels ?? []))];
      const boxes = parts.map((part) => part.getBoundingClientRect());
      const width = Math.max(...boxes.map((box) => box.width));
      const height = Math.max(...boxes.map((box) => box.height));
      if (width === 0 || getComputedStyle(element).visibility === "hidden") continue;
      if (element.hasAttribute("disabled")) continue;
      const name = element.getAttribute("data-target") ?? element.getAttribute("aria-label");
      const what = `${element.tagName.toLowerCase()} ${name ?? element.textContent?.trim()}`;
      if (width < 23.5 || height < 23.5)
        found.push(`${what.slice(0, 60)}: ${width.toFixed(1)} × ${height.toFixed(1)}`);
    }
    return found;
  });
}

for (const width of [320, 390, 820]) {
  test(`at ${width} px every target has 24 × 24 px, moving letters too`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    const topic = new TopicPage(page);
    await topic.open();
    expect(await smallTargets(page)).toEqual([]);
    await topic.experiment.locator("[data-speed]").selectOption({ label: "100 ms" });
    await topic.experiment.locator('[data-do="play"]').tap();
    for (let i = 0; i < 4; i++) {
      await page.waitForTimeout(250);
      expect(await smallTargets(page)).toEqual([]);
    }
    await topic.experiment.locator('[data-do="play"]').tap();
    await topic.stage.locator('[data-target^="node:"]').first().tap();
    await expect(topic.inspector).toBeVisible();
    expect(await smallTargets(page)).toEqual([]);
  });
}

for (const width of [320, 390]) {
  test(`at ${width} px nothing is wider than the page, whatever is open`, async ({ page }) => {
    await page.setViewportSize({ width, height: 640 });
    const topic = new TopicPage(page);
    await topic.open();
    await expectNoSidewaysScroll(page);
    await topic.stage.locator(letter).first().tap();
    await expect(topic.inspector).toBeVisible();
    await expectNoSidewaysScroll(page);
    const inside = await topic.inspector.evaluate((panel) => {
      const { left, right } = panel.getBoundingClientRect();
      return left >= 0 && right <= document.documentElement.clientWidth;
    });
    expect(inside, "the inspector is on the page").toBe(true);
    await page.keyboard.press("Escape");
    await topic.edit("alice");
    await page.keyboard.insertText(`\nconst long = "${"wide ".repeat(60)}";\nconst other = ;`);
    await topic.run();
    await expect(topic.cell("alice").locator("[data-cell-problems]")).toContainText("Line");
    await expectNoSidewaysScroll(page);
    await topic.experiment.locator("[data-postmark]").tap();
    await expect(page.locator("dialog[open]")).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Show me without a guess" }).tap();
    await expect(page.getByRole("button", { name: "Guess again" })).toBeVisible({
      timeout: 20_000,
    });
    await page.locator("[data-sweep] summary").tap();
    await expectNoSidewaysScroll(page);
  });
}

test.describe("made twice as large on a desk", () => {
  // 1280 × 800 px at 200 %.
  test.use({
    viewport: { width: 640, height: 400 },
    hasTouch: false,
    isMobile: false,
    deviceScaleFactor: 2,
  });

  test("the page stands in one column, and all can be reached and done", async ({ page }) => {
    const topic = new TopicPage(page);
    await topic.open();
    await expectNoSidewaysScroll(page);
    await topic.stage.locator(letter).first().click();
    const drop = topic.inspector.getByRole("button", { name: "Drop it" });
    await drop.scrollIntoViewIfNeeded();
    await expect(drop).toBeInViewport({ ratio: 1 });
    await drop.click();
    await expect(topic.faults).toHaveCount(1);
    await topic.replace("bob", "even twice", "always");
    await topic.run();
    await expect(topic.cell("bob").locator("[data-cell-state]")).toHaveText("changed by you");
    await expectNoSidewaysScroll(page);
  });
});
