/** Links that carry a page's state, and storage: what comes back, and what is refused. */
import { expect, test } from "../support/browser.ts";
import { pack } from "../../src/experiment/link.ts";
import { TopicPage, TOPIC } from "../support/topic.ts";

/** A link's state with whatever an attacker likes in it. */
async function forged(state: unknown): Promise<string> {
  const whole = { version: 1, sources: {}, knobs: {}, experiments: {}, ...(state as object) };
  return `#${await pack(whole)}`;
}

test("Copy link opens the same run at the same moment, edits and faults included", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const topic = new TopicPage(page);
  await topic.open();
  await topic.stage.locator('[data-target^="flight:"]').first().click();
  await topic.inspector.getByRole("button", { name: "Drop it" }).click();
  await topic.knob("loss").fill("20");
  await topic.replace("bob", "even twice", "always");
  await topic.run();
  await topic.experiment.locator('[data-do="forward"]').click();
  const moment = await topic.clock.innerText();
  await topic.experiment.locator('[data-do="link"]').click();
  const mark = await topic.fingerprint();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain("#!1.");

  const other = await context.newPage();
  const again = new TopicPage(other);
  await other.goto(link);
  await expect(again.clock).toHaveText(moment);
  await expect(again.faults).toHaveCount(1);
  await expect(again.experiment.locator('[data-knob="loss"] output')).toHaveText(/20\s%/);
  await expect(again.notices).toContainText("changed code in one cell");
  await expect(again.cell("bob").locator("[data-cell-state]")).toHaveText("changed, not run yet");
  expect(new URL(other.url()).hash).toBe("");
  await again.edit("bob");
  await again.run();
  await expect(again.cell("bob").locator("[data-cell-state]")).toHaveText("changed by you");
  await expect.poll(() => again.fingerprint()).toBe(mark);
});

for (const [what, hash] of [
  ["cut off", "#!1.jVLBTsMwDP2VKNcWdQwQ0tSd"],
  ["not base64", "#!1.%%%%"],
  ["of a newer form", "#!9.AAAA"],
  ["of 300,000 characters", `#!1.${"A".repeat(300_000)}`],
] as const) {
  test(`a link that is ${what} gives the page as it was written and a sentence`, async ({
    page,
  }) => {
    const topic = new TopicPage(page);
    await topic.open(hash);
    await expect(topic.notices).toContainText("This link could not be read");
    await topic.expectBobReads("PAY ANN 100 COINS");
  });
}

test("a link that would inflate without end is refused", async ({ page }) => {
  const bomb = await forged({ sources: { bob: { text: "x".repeat(5_000_000), hash: "" } } });
  const topic = new TopicPage(page);
  await topic.open(bomb);
  await expect(topic.notices).toContainText("it holds more than a page can");
});

test("a knob out of range, NaN and a stranger are left out, each with a sentence", async ({
  page,
}) => {
  const topic = new TopicPage(page);
  await topic.open(await forged({ knobs: { loss: 99, patience: null, velocity: 3 } }));
  await expect(topic.notices).toHaveCount(3);
  await expect(page.locator("#notices")).toContainText("from 0 to 60");
  await expect(page.locator("#notices")).toContainText("velocity");
  await expect(topic.experiment.locator('[data-knob="loss"] output')).toHaveText(/0\s%/);
});

test("faults that name what is not there are left out, and the others struck", async ({ page }) => {
  const faults = [
    { verb: "drop", link: "alice→bob", packet: 10 },
    { verb: "drop", link: "alice→mars", packet: 1 },
    { verb: "explode", node: "bob" },
  ];
  const topic = new TopicPage(page);
  await topic.open(
    await forged({ experiments: { letters: { seed: "7", faults, playhead: 1e9 } } }),
  );
  await expect(topic.faults).toHaveCount(1);
  await expect(page.locator("#notices")).toContainText("mars");
  await expect(page.locator("#notices")).toContainText("explode");
});

test("a link with hostile names changes no prototype and draws no element", async ({ page }) => {
  const hostile = '<img src=x onerror="document.body.dataset.owned=1">';
  const state = JSON.parse(
    `{"version":1,"sources":{"__proto__":{"text":"1"}},"knobs":{"__proto__":{"polluted":1}},
      "experiments":{"${hostile.replaceAll('"', '\\"')}":{}}}`,
  ) as unknown;
  const topic = new TopicPage(page);
  await topic.open(`#${await pack(state)}`);
  await expect(topic.notices.first()).toBeVisible();
  expect(await page.evaluate(() => ({}) as Record<string, unknown>)).toEqual({});
  expect(await page.evaluate(() => "polluted" in {})).toBe(false);
  await expect(page.locator("#notices img")).toHaveCount(0);
  await expect(page.locator("body")).not.toHaveAttribute("data-owned", "1");
});

test("a link with a loop does not run by itself", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open(await forged({ sources: { alice: { text: "for (;;) {}", hash: "0" } } }));
  await expect(page.locator("#notices")).toContainText("nothing has run yet");
  await expect(page.locator("#notices")).toContainText("has been rewritten");
  await topic.knob("loss").fill("10");
  await page.waitForTimeout(2_500);
  await expect(page.locator("#notices")).not.toContainText("stopped");
});

test("storage that is forbidden is said once, and the page works", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("forbidden", "SecurityError");
      },
    });
  });
  const topic = new TopicPage(page);
  await topic.open();
  await topic.knob("loss").fill("10");
  await expect(topic.notices).toContainText("does not keep anything");
  await topic.knob("loss").fill("20");
  await page.waitForTimeout(700);
  await expect(topic.notices).toHaveCount(1);
});

test("storage that is full is said, and nothing of the reader's is lost", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await topic.edit("bob");
  await page.keyboard.insertText("\n// precious");
  await expect(topic.notices).toContainText("does not keep anything");
  await expect(topic.cell("bob").locator(".cm-content")).toContainText("precious");
});

test("what was saved and cannot be read is said and left as it is", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.knob("loss").fill("10");
  await page.waitForTimeout(700);
  const key = await page.evaluate(() => {
    const found = Object.keys(localStorage).find((name) => name.includes("08-retransmission"));
    if (found !== undefined) localStorage.setItem(found, "{ damaged");
    return found;
  });
  expect(key).toBeDefined();
  await topic.open();
  await expect(topic.notices).toContainText("cannot be read");
  expect(await page.evaluate((name) => localStorage.getItem(name), key!)).toBe("{ damaged");
});

test("a heading's link stays a link to a heading", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open("#what-a-letter-costs");
  expect(new URL(page.url()).hash).toBe("#what-a-letter-costs");
  await expect(topic.notices).toHaveCount(0);
  expect(page.url()).toContain(TOPIC);
});
