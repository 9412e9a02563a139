/** The page as it is read without scripts, on paper, and while its scripts are still to come. */
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "../support/browser.ts";
import { TOPIC } from "../support/topic.ts";

const experiment = '[data-experiment="letters"]';

test.describe("with JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  for (const width of [390, 1280]) {
    test(`the topic can be read at ${width} px: pictures, words, code, numbers`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(TOPIC);
      const stage = page.locator(`${experiment} [data-stage] svg`);
      await expect(stage.filter({ visible: true })).toHaveCount(1);
      await expect(stage.filter({ visible: true })).toContainText("Bob");
      const diagram = page.locator(`${experiment} [data-space-time] svg`);
      await expect(diagram.filter({ visible: true })).toHaveCount(1);
      await expect(page.locator(`${experiment} [data-story-words]`)).not.toBeEmpty();
      await expect(page.locator(`${experiment} .no-script`)).toBeVisible();
      // A tab cannot be chosen: every cell stands open, one below the other.
      for (const cell of ["knobs", "alice", "bob", "road"])
        await expect(
          page.locator(`[data-cell="${cell}"] pre:not([data-cell-output])`),
        ).toBeVisible();
      // Nothing is offered that cannot answer.
      await expect(page.locator(`${experiment} [data-do="play"]`)).toBeHidden();
      for (const button of await page.locator(`${experiment} button:visible`).all())
        await expect(button).toBeDisabled();
      // What a prediction hides is shown: nobody can guess here.
      const chart = page.locator("[data-sweep] svg").filter({ visible: true });
      await expect(chart).toHaveCount(1);
      await expect(chart.locator(".theory").first()).toBeAttached();
    });
  }

  test("the home page shows its road, and every topic can be reached", async ({ page }) => {
    await page.goto("");
    await expect(page.locator("main svg").filter({ visible: true }).first()).toBeVisible();
    await page.locator(`a[href$="${TOPIC}"]`).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Retransmission");
  });
});

test("on paper there is the picture, the measured chart and all code, and no controls", async ({
  page,
}) => {
  await page.goto(TOPIC);
  await expect(page.locator(experiment)).toHaveAttribute("data-alive", "");
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(`${experiment} [data-stage] svg`).first()).toBeVisible();
  await expect(page.locator(`${experiment} [data-do="play"]`)).toBeHidden();
  for (const cell of ["alice", "bob", "road"])
    await expect(page.locator(`[data-cell="${cell}"] pre:not([data-cell-output])`)).toBeVisible();
  await expect(page.locator("[data-sweep] svg .theory").first()).toBeAttached();
});

test("scripts that never come leave the page as it was built", async ({ page, watch }) => {
  watch.allow(/Failed to load resource|net::ERR_FAILED/);
  await page.route(/\.js(\?|$)/, (route) => route.abort());
  await page.goto(TOPIC);
  await expect(page.locator(experiment)).not.toHaveAttribute("data-alive", "");
  await expect(page.locator(`${experiment} [data-story-words]`)).not.toBeEmpty();
  await expect(page.locator('[data-cell="alice"] pre:not([data-cell-output])')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
