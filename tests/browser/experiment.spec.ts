/** The experiment as a reader uses it: knobs, packets, the road, seeds, time. */
import { expect, test } from "../support/browser.ts";
import { TopicPage } from "../support/topic.ts";

const letter = '[data-target^="flight:"]';

test("two clicks take the letter off the road, and Bob reads 10 coins", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.stage.locator(letter).first().click();
  await topic.inspector.getByRole("button", { name: "Drop it" }).click();
  await expect(topic.faults).toHaveCount(1);
  await expect(topic.faults).toContainText("0.738");
  await expect(topic.story).toContainText("by hand");
  await topic.expectBobReads("PAY ANN 10 COINS");
});

test("a fault is taken back with its line's button, and the run is the old one", async ({
  page,
}) => {
  const topic = new TopicPage(page);
  await topic.open();
  const before = await topic.fingerprint();
  await topic.stage.locator(letter).first().click();
  await topic.inspector.getByRole("button", { name: "Drop it" }).click();
  await expect(topic.faults).toHaveCount(1);
  await expect.poll(() => topic.fingerprint()).not.toBe(before);
  await topic.faults.getByRole("button").click();
  await expect(topic.faults).toHaveCount(0);
  await expect.poll(() => topic.fingerprint()).toBe(before);
});

test("with repeats and without numbers a lost answer makes a thousand coins", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.knob("repeats").check();
  // The answer to the first zero sets out when the letter has arrived, at 0.760 s.
  await topic.experiment.locator('[data-do="forward"]').click();
  await expect(topic.clock).toContainText("0.760");
  await topic.stage.locator(`${letter}.answer`).click();
  await topic.inspector.getByRole("button", { name: "Drop it" }).click();
  await expect(topic.faults).toContainText("bob→alice");
  await topic.expectBobReads("PAY ANN 1000 COINS");
});

test("cutting the link stops the letters, and healing it is one click", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.stage
    .locator('[data-target^="link:"]')
    .first()
    .click({ position: { x: 40, y: 12 } });
  await topic.inspector.getByRole("button", { name: /^Cut/ }).first().click();
  await expect(topic.faults).toHaveCount(1);
  await expect(topic.faults).toContainText("cut");
  await topic.goToEnd();
  await expect(topic.bob).not.toContainText("COINS");
  await topic.faults.getByRole("button").click();
  await expect(topic.faults).toHaveCount(0);
});

test("a knob recomputes the run and moves its words", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const before = await topic.fingerprint();
  await topic.knob("loss").fill("30");
  await expect(topic.experiment.locator('[data-knob="loss"] output')).toHaveText(/30\s%/);
  await expect.poll(() => topic.fingerprint()).not.toBe(before);
});

test("another seed is another run of four digits, and a typed one comes back", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const built = await topic.fingerprint();
  await topic.knob("loss").fill("30");
  await expect.poll(() => topic.fingerprint()).not.toBe(built);
  const before = await topic.fingerprint();
  await topic.experiment.locator('[data-do="seed"]').click();
  await expect.poll(() => topic.fingerprint()).not.toBe(before);
  await topic.experiment.locator("[data-postmark]").click();
  const dialog = page.locator("dialog.seed-dialog[open]");
  await expect(dialog.locator("input")).toHaveValue(/^\d{4}$/);
  await dialog.locator("input").fill("7");
  await dialog.getByRole("button", { name: "Run this seed" }).click();
  await expect.poll(() => topic.fingerprint()).toBe(before);
});

test("time goes forward and back by steps, and the future is the same", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const start = await topic.clock.innerText();
  await topic.experiment.locator('[data-do="forward"]').click();
  const next = await topic.clock.innerText();
  expect(next).not.toBe(start);
  const words = await topic.story.innerText();
  await topic.experiment.locator('[data-do="back"]').click();
  expect(await topic.clock.innerText()).not.toBe(next);
  await topic.experiment.locator('[data-do="forward"]').click();
  await expect(topic.clock).toHaveText(next);
  await expect(topic.story).toHaveText(words);
});

test("dragging on the diagram scrubs, there and back", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const diagram = topic.experiment.locator("[data-space-time] > svg");
  await diagram.scrollIntoViewIfNeeded();
  const box = (await diagram.boundingBox())!;
  const y = box.y + box.height - 20;
  await page.mouse.move(box.x + box.width * 0.3, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, y, { steps: 8 });
  const late = Number.parseFloat(await topic.clock.innerText());
  await page.mouse.move(box.x + box.width * 0.4, y, { steps: 8 });
  const early = Number.parseFloat(await topic.clock.innerText());
  await page.mouse.up();
  expect(late).toBeGreaterThan(early + 0.3);
});

test("it plays, pauses, and stops at the end; nothing moves before it is asked", async ({
  page,
}) => {
  const topic = new TopicPage(page);
  await topic.open();
  const still = await topic.clock.innerText();
  await page.waitForTimeout(600);
  await expect(topic.clock).toHaveText(still);
  await topic.experiment.locator("[data-speed]").selectOption({ label: "1 s" });
  await topic.experiment.locator('[data-do="play"]').click();
  await expect(topic.experiment).toHaveAttribute("data-playing", "");
  await expect(topic.experiment).not.toHaveAttribute("data-playing", "", { timeout: 5_000 });
  await expect(topic.clock).toContainText("1.360");
});

test("a letter glides between pictures, and stands where the run has it when time stops", async ({
  page,
}) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.experiment.locator("[data-speed]").selectOption({ label: "10 ms" });
  await topic.experiment.locator('[data-do="start"]').click();
  await topic.experiment.locator('[data-do="play"]').click();
  const flying = topic.stage.locator(letter).first();
  const glided = await flying.evaluate(async (element) => {
    let moved = 0;
    let before = { drawn: "", x: 0 };
    for (let frame = 0; frame < 60; frame++) {
      await new Promise((resume) => requestAnimationFrame(resume));
      const now = {
        drawn: element.getAttribute("transform") ?? "",
        x: element.getBoundingClientRect().x,
      };
      if (now.drawn === before.drawn && now.x > before.x) moved += 1;
      before = now;
    }
    return moved;
  });
  expect(glided).toBeGreaterThan(5);
  await topic.experiment.locator('[data-do="play"]').click();
  await expect.poll(() => flying.evaluate((element) => element.getAnimations().length)).toBe(0);
});

test("it pauses when it is scrolled out of sight", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.experiment.locator("[data-speed]").selectOption({ label: "10 ms" });
  await topic.experiment.locator('[data-do="play"]').click();
  await expect(topic.experiment).toHaveAttribute("data-playing", "");
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(topic.experiment).not.toHaveAttribute("data-playing", "");
});

test("who asks for less motion gets steps instead of a film", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const topic = new TopicPage(page);
  await topic.open();
  await page.evaluate(() => {
    const frame = requestAnimationFrame;
    window.requestAnimationFrame = (resume) => {
      document.body.dataset["frames"] = String(Number(document.body.dataset["frames"] ?? 0) + 1);
      return frame(resume);
    };
  });
  await topic.experiment.locator('[data-do="play"]').click();
  await page.waitForTimeout(1_500);
  const frames = Number(await page.locator("body").getAttribute("data-frames"));
  expect(frames).toBeLessThan(20);
  const gliding = await topic.stage.evaluate((stage) => stage.getAnimations({ subtree: true }));
  expect(gliding).toHaveLength(0);
  await topic.experiment.locator('[data-do="play"]').click();
});

test("the line that ran is marked, and so is its tab", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.knob("repeats").check();
  await topic.experiment.locator('[data-do="forward"]').click();
  await expect(topic.cell("bob").locator(".ran")).toHaveCount(1);
  await expect(page.getByRole("tab", { name: "Bob" })).toHaveAttribute("data-ran", "");
});
