/** How a newer edition of the course comes to a reader who has an older one: when they ask. */
import { expect, expectAccessible, open, type Page } from "../support/browser.ts";
import { cacheNames, kept, test } from "../support/host.ts";
import { TopicPage, TOPIC } from "../support/topic.ts";

const headline = (page: Page) => page.getByRole("heading", { level: 1 });
const newer = (page: Page) => page.locator("#notices [data-newer]");
const useIt = (page: Page) => newer(page).getByRole("button", { name: "Use it" });
/** A new edition is fetched and kept before it is offered: on a busy machine that takes a while. */
const SOON = { timeout: 15_000 };

const OLD = ">Retransmission</h1>";
const NEW = ">Retransmission, revised</h1>";

test("an update waits for the click; then all is new, and the reader's edits are there", async ({
  page,
  host,
}) => {
  const topic = new TopicPage(page);
  await topic.open();
  await kept(page);
  await topic.replace("alice", "PAY ANN 100 COINS", "PAY ANN 250 COINS");
  await host.publishNewer(TOPIC, OLD, NEW);
  host.edit("glossary/", ">Glossary</h1>", ">Words</h1>");
  await host.publish();

  await topic.open();
  await expect(newer(page)).toContainText("A newer version of this course is ready.");
  await expect(headline(page)).toHaveText("Retransmission");
  await page.reload();
  await expect(headline(page)).toHaveText("Retransmission");
  await topic.edit("alice");
  const editors = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .filter((name) => /\/editor\..*\.js$/.test(name)),
    );
  expect((await editors()).every((name) => !name.includes("-newer"))).toBe(true);
  await page.goto("glossary/");
  await expect(headline(page)).toHaveText("Glossary");

  await useIt(page).click();
  await expect(headline(page)).toHaveText("Words");
  await topic.open();
  await expect(headline(page)).toHaveText("Retransmission, revised");
  await expect(topic.cell("alice").locator(".cm-content")).toContainText("250 COINS");
  expect((await editors()).some((name) => name.includes("-newer"))).toBe(true);
  await expect(newer(page)).toHaveCount(0);

  await host.down();
  await topic.open();
  await expect(headline(page)).toHaveText("Retransmission, revised");
  await topic.run();
});

test("an update waits even until the next visit", async ({ page, host, context }) => {
  await open(page, TOPIC);
  await kept(page);
  await host.publishNewer(TOPIC, OLD, NEW);
  await open(page, TOPIC);
  await expect(newer(page)).toBeVisible(SOON);
  await page.close();

  // No page of the course is open now: the new worker starts to serve, the old edition.
  const next = await context.newPage();
  await open(next, TOPIC);
  await expect(headline(next)).toHaveText("Retransmission");
  await expect(newer(next)).toBeVisible();
  expect(await cacheNames(next)).toHaveLength(3);
  await useIt(next).click();
  await expect(headline(next)).toHaveText("Retransmission, revised");
  await expect.poll(() => cacheNames(next)).toHaveLength(2);
  await host.down();
  await next.reload();
  await expect(headline(next)).toHaveText("Retransmission, revised");
});

test("a corrected text is shown at once, and kept when the reader takes it", async ({
  page,
  host,
}) => {
  await open(page, TOPIC);
  await kept(page);
  host.edit(TOPIC, OLD, NEW);
  await host.publish();
  await open(page, TOPIC);
  await expect(headline(page)).toHaveText("Retransmission, revised");
  await expect(newer(page)).toBeVisible(SOON);
  await host.down();
  await open(page, TOPIC);
  await expect(headline(page)).toHaveText("Retransmission");
  await useIt(page).click();
  await expect(headline(page)).toHaveText("Retransmission, revised");
});

test("while a host is half updated, a page is of one edition", async ({ page, host }) => {
  await open(page, TOPIC);
  await kept(page);
  const half = host.read("sw.js");
  await host.publishNewer(TOPIC, OLD, NEW);
  const whole = host.read("sw.js");
  host.write("sw.js", half); // the pages are new already, the list is not
  await open(page, TOPIC);
  await expect(headline(page)).toHaveText("Retransmission");
  host.write("sw.js", whole);
  host.edit("glossary/", ">Glossary</h1>", ">Half</h1>"); // the list is new, a page is not
  await open(page, TOPIC);
  await expect(newer(page)).toContainText("could not store it");
  await expect(headline(page)).toHaveText("Retransmission");
  host.edit("glossary/", ">Half</h1>", ">Glossary</h1>");
  await open(page, TOPIC);
  await expect(newer(page)).toContainText("is ready");
  await useIt(page).click();
  await expect(headline(page)).toHaveText("Retransmission, revised");
});

test("an update that cannot be stored can be used without", async ({ page, host }) => {
  await open(page, TOPIC);
  await kept(page);
  await host.publishNewer(TOPIC, OLD, NEW);
  host.edit("glossary/", ">Glossary</h1>", ">Not as listed</h1>");
  await open(page, TOPIC);
  await expect(newer(page)).toContainText("could not store it");
  await host.down();
  await useIt(page).click();
  await expect(newer(page)).toContainText("cannot be reached now");
  await host.up();
  await useIt(page).click();
  await expect(headline(page)).toHaveText("Retransmission, revised");
  const editions = (await cacheNames(page)).filter((name) => !name.endsWith("~in-use"));
  expect(editions.length).toBeLessThanOrEqual(1);
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
});

test("“Later” is heard: the tab stays quiet, the edition stays old", async ({ page, host }) => {
  await open(page, TOPIC);
  await kept(page);
  await host.publishNewer(TOPIC, OLD, NEW);
  await open(page, TOPIC);
  await newer(page).getByRole("button", { name: "Later" }).click();
  await expect(newer(page)).toHaveCount(0);
  await open(page, TOPIC);
  await page.waitForTimeout(1_500);
  await expect(newer(page)).toHaveCount(0);
  await expect(headline(page)).toHaveText("Retransmission");
});

test("another tab of the older edition goes on with all that it needs", async ({
  page,
  host,
  context,
}) => {
  const topic = new TopicPage(page);
  await topic.open();
  await kept(page);
  await host.publishNewer(TOPIC, OLD, NEW);
  const other = await context.newPage();
  await open(other);
  await useIt(other).click();
  await expect(newer(other)).toHaveCount(0);
  await open(other, TOPIC);
  await expect(headline(other)).toHaveText("Retransmission, revised");
  await page.bringToFront();
  await topic.replace("alice", "PAY ANN 100 COINS", "PAY ANN 250 COINS");
  await topic.run();
  await topic.expectBobReads("PAY ANN 250 COINS");
});

test("the click saves what was typed a moment before", async ({ page, host }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await kept(page);
  await host.publishNewer(TOPIC, OLD, NEW);
  await topic.open();
  await expect(newer(page)).toBeVisible(SOON);
  await topic.edit("bob");
  await page.keyboard.insertText("\n// the last word");
  await useIt(page).click();
  await expect(headline(page)).toHaveText("Retransmission, revised");
  await expect(topic.cell("bob").locator(".cm-content")).toContainText("the last word");
});

test("what cannot be saved is not thrown away without a word", async ({ page, host }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  const topic = new TopicPage(page);
  await topic.open();
  await kept(page);
  await host.publishNewer(TOPIC, OLD, NEW);
  await topic.open();
  await topic.knob("loss").fill("30");
  await useIt(page).click();
  await expect(newer(page)).toContainText("does not keep anything");
  await expect(headline(page)).toHaveText("Retransmission");
  await expect(topic.knob("loss")).toHaveValue("30");
  await useIt(page).click();
  await expect(headline(page)).toHaveText("Retransmission, revised");
});

test("what a link brought is there after the click too", async ({ page, host, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const topic = new TopicPage(page);
  await topic.open();
  await kept(page);
  await topic.knob("loss").fill("30");
  await topic.experiment.locator('[data-do="link"]').click();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toContain("#!");
  const link = await clipboard();
  await page.evaluate(() => localStorage.clear());
  await host.publishNewer(TOPIC, OLD, NEW);
  const other = await context.newPage();
  await other.goto(link);
  const again = new TopicPage(other);
  await expect(again.knob("loss")).toHaveValue("30");
  await useIt(other).click();
  await expect(headline(other)).toHaveText("Retransmission, revised");
  await expect(again.knob("loss")).toHaveValue("30");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the notice, ${colorScheme}: axe, keyboard, a narrow page`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page, "glossary/");
    await kept(page);
    await host.publishNewer(TOPIC, OLD, NEW);
    await open(page, "glossary/");
    await expect(newer(page)).toBeVisible(SOON);
    await expect(page.locator("#notices")).toHaveAttribute("role", "status");
    await expectAccessible(page);
    for (const button of await newer(page).getByRole("button").all()) {
      const box = (await button.boundingBox())!;
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24);
      expect(box.x + box.width).toBeLessThanOrEqual(320);
    }
    await useIt(page).focus();
    await page.keyboard.press("Tab");
    await expect(newer(page).getByRole("button", { name: "Later" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(newer(page)).toHaveCount(0);
  });
}

test("the way out: the worker takes its caches and itself away, and nobody else's", async ({
  page,
  host,
}) => {
  await open(page, TOPIC);
  await kept(page);
  await page.evaluate(() => caches.open("another-course/offline-1:abc"));
  await host.publishNewer(TOPIC, OLD, NEW);
  await open(page, TOPIC);
  await useIt(page).click();
  await expect(headline(page)).toHaveText("Retransmission, revised");
  expect(await cacheNames(page)).toContain("another-course/offline-1:abc");
  await host.giveUp();
  await open(page, TOPIC);
  await expect
    .poll(() =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
    )
    .toBe(0);
  expect(await cacheNames(page)).toEqual(["another-course/offline-1:abc"]);
  await expect(page.locator("#notices .notice")).toHaveCount(0);
  await open(page, TOPIC);
  await page.waitForTimeout(1_000);
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  await expect(page.locator("#notices .notice")).toHaveCount(0);
});
