/** The course without a network, after the first visit. */
import { expect, open, type Page } from "../support/browser.ts";
import { kept, test } from "../support/host.ts";
import { TopicPage, TOPIC } from "../support/topic.ts";

const headline = (page: Page) => page.getByRole("heading", { level: 1 });

test("after one visit to the home page, every page opens without a network", async ({
  page,
  host,
}) => {
  await open(page);
  await kept(page);
  await host.down();
  const home = await page.goto("");
  expect(home?.status()).toBe(200);
  expect(home?.fromServiceWorker()).toBe(true);
  await expect(headline(page)).toHaveText("Mostly Reliable");
  await page.getByRole("link", { name: /^Begin with/ }).click();
  await expect(headline(page)).toHaveText("Retransmission");
  await page.getByRole("link", { name: "Glossary" }).click();
  await expect(headline(page)).toHaveText("Glossary");
  await page.reload();
  await expect(headline(page)).toHaveText("Glossary");
  const faces = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter(({ status }) => status === "loaded").length;
  });
  expect(faces, "fonts from the cache").toBeGreaterThanOrEqual(2);
});

test("without a network an unknown address gets the 404 page, a missing slash its page", async ({
  page,
  host,
  watch,
}) => {
  watch.allow(/status of 404/);
  await open(page);
  await kept(page);
  await host.down();
  const missing = await page.goto("1-mostly-reliable/99-nothing/");
  expect(missing?.status()).toBe(404);
  await expect(headline(page)).toHaveText("Not delivered");
  await page.getByRole("link", { name: "The course" }).click();
  await expect(page.locator("#course")).toBeInViewport();
  await page.goto(`${TOPIC.slice(0, -1)}?from=mail`);
  await expect(headline(page)).toHaveText("Retransmission");
  expect(page.url()).toBe(`${host.url}${TOPIC}?from=mail`);
  await page.goto(`${TOPIC}index.html`);
  await expect(headline(page)).toHaveText("Retransmission");
});

test("without a network the experiment runs, a knob redraws it, an edit runs", async ({
  page,
  host,
}) => {
  await open(page);
  await kept(page);
  await host.down();
  const topic = new TopicPage(page);
  await topic.open();
  const before = await topic.fingerprint();
  await topic.knob("loss").fill("30");
  await expect.poll(() => topic.fingerprint()).not.toBe(before);
  await topic.knob("loss").fill("0");
  await topic.replace("alice", "PAY ANN 100 COINS", "PAY ANN 250 COINS");
  await topic.run();
  await expect(topic.cell("alice").locator("[data-cell-state]")).toHaveText("changed by you");
  await topic.expectBobReads("PAY ANN 250 COINS");
  await topic.open();
  await expect(topic.cell("alice").locator(".cm-content")).toContainText("250 COINS");
});

test("the page of the first visit itself needs no network any more", async ({ page, host }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await kept(page);
  await host.down();
  await topic.replace("alice", "PAY ANN 100 COINS", "PAY ANN 250 COINS");
  await topic.run();
  await topic.expectBobReads("PAY ANN 250 COINS");
});

test("the sandbox's frame has no service worker and cannot have one", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await kept(page);
  await topic.open();
  await topic.knob("loss").fill("30");
  await expect(page.locator("iframe")).toHaveCount(1);
  const frame = page.frames().find((one) => one !== page.mainFrame())!;
  const found = await frame.evaluate(async () => {
    const tries = {
      controller: () => navigator.serviceWorker.controller,
      register: () => navigator.serviceWorker.register("sw.js"),
      registrations: () => navigator.serviceWorker.getRegistrations(),
      caches: () => caches.keys(),
    };
    const answers = Object.entries(tries).map(async ([name, attempt]) => {
      try {
        return [name, await attempt()];
      } catch (error) {
        return [name, (error as Error).name];
      }
    });
    return Object.fromEntries(await Promise.all(answers)) as Record<string, unknown>;
  });
  expect(found).toEqual({
    controller: "SecurityError",
    register: "SecurityError",
    registrations: "SecurityError",
    caches: "SecurityError",
  });
});

test("it serves what lies below the base path, and stores only what was built", async ({
  page,
  host,
}) => {
  await open(page);
  await kept(page);
  const stored = await page.evaluate(async () => {
    const { scope, updateViaCache } = (await navigator.serviceWorker.getRegistration())!;
    const all = await Promise.all(
      (await caches.keys()).map(async (name) => {
        const requests = await (await caches.open(name)).keys();
        return requests.map(({ url }) => url);
      }),
    );
    return { scope, updateViaCache, urls: all.flat() };
  });
  expect(stored.scope).toBe(host.url);
  expect(stored.updateViaCache).toBe("none");
  expect(stored.urls.every((url) => url.startsWith(host.url))).toBe(true);
  const count = stored.urls.length;
  const statuses = await page.evaluate(async () => {
    const part = await fetch("favicon.svg", { headers: { range: "bytes=0-9" } });
    const other = await fetch("social.png?size=2");
    return [part.status, other.status];
  });
  expect(statuses).toEqual([200, 200]);
  const after = await page.evaluate(async () => {
    const names = await caches.keys();
    const sizes = names.map(async (name) => (await (await caches.open(name)).keys()).length);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  });
  expect(after).toBe(count);
});

test("a browser that refuses service workers notices nothing", async ({ page }) => {
  await page.addInitScript(() => {
    navigator.serviceWorker.register = () => Promise.reject(new DOMException("", "SecurityError"));
  });
  await open(page, TOPIC);
  await page.waitForTimeout(1_000);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "serviceWorker", { value: undefined });
  });
  await open(page, TOPIC);
  await page.waitForTimeout(1_000);
  await expect(page.locator("#notices .notice")).toHaveCount(0);
});

test("who saves data is not sent what they have not opened", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "connection", { value: { saveData: true } });
  });
  await open(page);
  await page.waitForTimeout(1_500);
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistration())).toBeUndefined();
});

test("a full disk costs the offline copy, and nothing else", async ({ page, host, context }) => {
  const client = await context.newCDPSession(page);
  await client.send("Storage.overrideQuotaForOrigin", {
    origin: new URL(host.url).origin,
    quotaSize: 300_000,
  });
  const topic = new TopicPage(page);
  await topic.open();
  await page.waitForTimeout(1_500);
  const left = await page.evaluate(async () => ({
    caches: await caches.keys(),
    active: (await navigator.serviceWorker.getRegistration())?.active ?? null,
  }));
  expect(left).toEqual({ caches: [], active: null });
  await topic.open();
  const before = await topic.fingerprint();
  await topic.knob("loss").fill("30");
  await expect.poll(() => topic.fingerprint()).not.toBe(before);
  await expect(topic.notices).toHaveCount(0);
});

test("a store that the browser has emptied is no loss while there is a network", async ({
  page,
}) => {
  await open(page);
  await kept(page);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await open(page, TOPIC);
  await expect(headline(page)).toHaveText("Retransmission");
  const topic = new TopicPage(page);
  await topic.open();
  await topic.replace("alice", "PAY ANN 100 COINS", "PAY ANN 250 COINS");
  await topic.run();
  await topic.expectBobReads("PAY ANN 250 COINS");
});
