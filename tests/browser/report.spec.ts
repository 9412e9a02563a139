/** "Report a mistake": page, seed and link filled in, and nothing sent by itself. */
import { expect, test } from "../support/browser.ts";
import { TopicPage } from "../support/topic.ts";

test("a report has the seed and a link that opens this very page", async ({ page, context }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.knob("loss").fill("20");
  await page.locator("[data-report] summary").click();
  const words = page.locator("[data-report-text]");
  await expect(words).toContainText("Seed: 7");
  await expect(words).toContainText("#!1.");
  await expect(words).toContainText("Retransmission");
  const link = /Link: (\S+)/.exec(await words.innerText())?.[1] ?? "";
  const other = new TopicPage(await context.newPage());
  await other.page.goto(link);
  await expect(other.experiment.locator('[data-knob="loss"] output')).toHaveText(/20\s%/);
});

test("code is copied as it was written", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const topic = new TopicPage(page);
  await topic.open();
  await topic.cell("cost").locator("[data-cell-copy]").click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('const tries = run.metrics.links["alice→bob"]');
  expect(copied.split("\n").length).toBeGreaterThan(4);
});
