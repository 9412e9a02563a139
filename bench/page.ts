/**
 * How fast a page is, in a real Chromium against a build of its own: one line of JSON a figure,
 * each beside its target (`ratio` at most 1 means: reached).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { chromium, type Browser, type CDPSession, type Page } from "@playwright/test";
import { chromiumFlags } from "../playwright.config.ts";
import { serve } from "../scripts/serve.ts";
import { runTool } from "../scripts/tool.ts";
import { ensureChromium } from "../tests/support/programs.ts";
import { TopicPage, TOPIC } from "../tests/support/topic.ts";
import { report } from "./lib/measure.ts";

const ROUNDS = 5;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function target(figure: string, value: number, unit: string, limit: number): void {
  report({ figure, value, unit, ratio: value / limit, to: `its target, ${limit} ${unit}` });
}

/** Each round in a context of its own: nothing cached, nothing saved. */
async function rounds(
  browser: Browser,
  measure: (page: Page) => Promise<number>,
  count = ROUNDS,
): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < count; round++) {
    const context = await browser.newContext({ serviceWorkers: "block" });
    values.push(await measure(await context.newPage()));
    await context.close();
  }
  return median(values);
}

/** Time of the largest paint, ms, with the processor slowed down four times. */
async function largestPaint(page: Page, url: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(url);
  await page.waitForTimeout(1_500);
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) =>
          resolve(list.getEntries().at(-1)?.startTime ?? 0),
        ).observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );
}

/** Bytes of scripts that came, compressed as a good host would. */
async function scriptBytes(page: Page, act: () => Promise<void>): Promise<number> {
  let bytes = 0;
  const waiting: Promise<void>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    waiting.push(response.body().then((body) => void (bytes += brotliCompressSync(body).length)));
  });
  await act();
  await page.waitForTimeout(700);
  await Promise.all(waiting);
  return bytes / 1_000;
}

/** From a knob's move to the new run's picture, ms. */
async function knobToRedraw(page: Page, url: string): Promise<number> {
  await page.goto(url + TOPIC);
  const topic = new TopicPage(page);
  await topic.knob("loss").hover();
  await topic.knob("loss").fill("10");
  await page.waitForTimeout(800);
  return page.evaluate(async () => {
    const knob = document.querySelector<HTMLInputElement>('[data-knob="loss"] input')!;
    const stamp = document.querySelector("[data-postmark] svg")!;
    const drawn = new Promise<void>((resolve) => {
      new MutationObserver(() => requestAnimationFrame(() => resolve())).observe(stamp, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    });
    const start = performance.now();
    knob.value = "30";
    knob.dispatchEvent(new Event("input", { bubbles: true }));
    await drawn;
    return performance.now() - start;
  });
}

/** From Run to the new run's picture, ms, with editor and compiler loaded. */
async function editToResult(page: Page, url: string): Promise<number> {
  await page.goto(url + TOPIC);
  const topic = new TopicPage(page);
  await topic.replace("alice", "100 COINS", "200 COINS");
  await topic.run();
  await page.waitForTimeout(1_200);
  await topic.replace("alice", "200 COINS", "300 COINS");
  const drawn = page.evaluate(async () => {
    const stamp = document.querySelector("[data-postmark] svg")!;
    const start = performance.now();
    await new Promise<void>((resolve) => {
      const options = { subtree: true, childList: true, characterData: true };
      new MutationObserver(() => requestAnimationFrame(() => resolve())).observe(stamp, options);
    });
    return performance.now() - start;
  });
  await topic.run();
  return drawn;
}

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
}

/** Share of the main thread, %, over three seconds after `act`. */
async function mainThread(page: Page, url: string, act: (topic: TopicPage) => Promise<void>) {
  await page.goto(url + TOPIC);
  const session = await page.context().newCDPSession(page);
  // The thread's own time: what else the machine does meanwhile does not count.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await act(new TopicPage(page));
  await page.waitForTimeout(1_000);
  const before = await taskSeconds(session);
  await page.waitForTimeout(3_000);
  return ((await taskSeconds(session)) - before) * (100 / 3);
}

async function play(topic: TopicPage): Promise<void> {
  await topic.experiment.locator("[data-speed]").selectOption({ label: "100 ms" });
  await topic.experiment.locator('[data-do="start"]').focus();
  await topic.experiment.locator('[data-do="start"]').click();
  await topic.experiment.locator('[data-do="play"]').click();
}

async function benchPage(browser: Browser, url: string): Promise<void> {
  const paint = (path: string) => rounds(browser, (page) => largestPaint(page, url + path));
  target("largest paint of the home page, 4 × slower processor", await paint(""), "ms", 900);
  target("largest paint of a topic, 4 × slower processor", await paint(TOPIC), "ms", 900);
  const bytes = await rounds(
    browser,
    (page) => scriptBytes(page, async () => void (await page.goto(url + TOPIC))),
    1,
  );
  target("scripts of a topic before the first touch, Brotli", bytes, "kB", 60);
  target("knob to redraw", await rounds(browser, (page) => knobToRedraw(page, url)), "ms", 100);
  target("edit to result", await rounds(browser, (page) => editToResult(page, url)), "ms", 500);
  const playing = await rounds(browser, (page) => mainThread(page, url, play), 3);
  target("main thread while playing", playing, "%", 10);
  const hidden = async (topic: TopicPage): Promise<void> => {
    await play(topic);
    await topic.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  };
  const offScreen = await rounds(browser, (page) => mainThread(page, url, hidden), 3);
  target("main thread off screen", offScreen, "%", 1);
}

const folder = mkdtempSync(join(tmpdir(), "mostly-reliable-bench-"));
const built = await runTool(["astro", "build", "--outDir", folder]);
if (!built.passed) throw new Error(built.output);
const site = await serve(folder);
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
try {
  await benchPage(browser, site.url);
} finally {
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true });
}
