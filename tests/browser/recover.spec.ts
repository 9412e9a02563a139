/** After a mishap: what was pressed is done, and words of failure go when the failure goes. */
import { expect, test } from "../support/browser.ts";
import { TopicPage } from "../support/topic.ts";

test("Run pressed while a knob is still being computed runs what was written", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.replace("bob", "this.read += letter", "this.read += 'x' + letter");
  await topic.run(); // loads the compiler
  await topic.expectBobReads("xPxAxY");
  await topic.replace("bob", "'x' + letter", "'z' + letter");
  await page.evaluate(() => {
    const knob = document.querySelector<HTMLInputElement>('[data-knob="loss"] input')!;
    for (const value of ["3", "2", "1", "0"]) {
      knob.value = value;
      knob.dispatchEvent(new Event("input", { bubbles: true }));
    }
    document.querySelector<HTMLElement>('[data-cell="bob"] [data-cell-run]')!.click();
  });
  await topic.expectBobReads("zPzAzY");
});

test("a failure's words go when the run that was there comes back", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const before = await topic.story.innerText();
  await topic.replace("road", "simulate({", "ms(-1) && simulate({");
  await topic.run();
  await expect(topic.story).toContainText("its argument is -1");
  await topic.replace("road", "ms(-1) && simulate({", "simulate({");
  await topic.run();
  await expect(topic.story).toHaveText(before);
});

test("a page that is too much for a link says so, and keeps everything", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const topic = new TopicPage(page);
  await topic.open();
  await topic.edit("bob");
  await page.evaluate(async () => {
    // Random text cannot be deflated; this is more than a link may carry.
    const pieces = Array.from({ length: 4 }, () => {
      const bytes = crypto.getRandomValues(new Uint8Array(60_000));
      return btoa(String.fromCharCode(...bytes));
    });
    const lines = pieces.join("").match(/.{1,80}/g) ?? [];
    await navigator.clipboard.writeText(lines.map((line) => `\n// ${line}`).join(""));
  });
  await page.keyboard.press("Control+V");
  await topic.experiment.locator('[data-do="link"]').click();
  await expect(topic.notices).toContainText("it is too long");
  await expect(topic.notices).toContainText("Your edits are kept here");
  await expect(topic.cell("bob").locator("[data-cell-state]")).toHaveText("changed, not run yet");
});
