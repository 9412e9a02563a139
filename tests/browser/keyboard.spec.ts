/** Everything that the mouse does, without one. */
import { expect, test } from "../support/browser.ts";
import { TopicPage } from "../support/topic.ts";

test("three keys from the stage to a dropped letter", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.experiment.locator("[data-knob] input").last().focus();
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAttribute("data-target", /^flight:/);
  await page.keyboard.press("Enter");
  await expect(topic.inspector).toBeVisible();
  await expect(page.locator(":focus")).toHaveText("Drop it");
  await page.keyboard.press("Enter");
  await expect(topic.faults).toHaveCount(1);
  await expect(topic.inspector).toBeHidden();
});

test("arrows reach every node, link and letter on the stage, in one Tab stop", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const targets = await topic.stage
    .locator("[data-target]")
    .evaluateAll((all) => all.map((each) => each.getAttribute("data-target") ?? ""));
  await topic.stage.locator('[tabindex="0"]').focus();
  const reached = new Set<string>();
  for (let i = 0; i < targets.length; i++) {
    const target = await page.locator(":focus").getAttribute("data-target");
    reached.add(target ?? "");
    await page.keyboard.press("ArrowRight");
  }
  expect([...reached].sort()).toEqual([...new Set(targets)].sort());
  expect(targets.some((target) => target.startsWith("link:"))).toBe(true);
  await expect(topic.stage.locator('[tabindex="0"]')).toHaveCount(1);
});

test("Escape closes the inspector and gives the focus back", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.stage.locator('[data-target="node:bob"]').focus();
  await page.keyboard.press("Enter");
  await expect(topic.inspector).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(topic.inspector).toBeHidden();
  await expect(page.locator(":focus")).toHaveAttribute("data-target", "node:bob");
});

test("the playback is one Tab stop with arrows inside", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.experiment.locator('[data-do="play"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(":focus")).toHaveAttribute("aria-label", "Step forward");
  const before = await topic.clock.innerText();
  await page.keyboard.press("Enter");
  await expect(topic.clock).not.toHaveText(before);
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAttribute("data-speed", "");
});

test("at most eight Tab stops an experiment besides its knobs and its code", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const stops = await topic.experiment.evaluate((experiment) => {
    const all = experiment.querySelectorAll<HTMLElement>(
      'button, select, input, [tabindex="0"], [data-target]',
    );
    return [...all].filter(
      (each) =>
        each.tabIndex >= 0 &&
        each.closest("[hidden], .code, [data-knob]") === null &&
        !(each as HTMLButtonElement).disabled,
    ).length;
  });
  expect(stops).toBeLessThanOrEqual(8);
});

test("a code is edited, run and left by keys alone", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await page.getByRole("tab", { name: "Alice" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Bob" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const editor = topic.cell("bob").locator(".cm-content");
  await expect(editor).toBeFocused();
  await page.keyboard.type("// mine\n");
  await page.keyboard.press("Control+Enter");
  await expect(topic.cell("bob").locator("[data-cell-state]")).toHaveText("changed by you");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(editor).not.toBeFocused();
});

test("a guess is drawn with arrows", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const pad = page.locator('[data-sweep="cost"] [data-chart]');
  await pad.focus();
  await expect(pad).toHaveAttribute("aria-valuetext", /no guess yet/);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("PageUp");
  await expect(pad).toHaveAttribute("aria-valuetext", /^5\s%: 2\.\d/);
  await expect(page.locator('[data-sweep="cost"] [data-measure]')).toBeEnabled();
});
