/**
 * What every browser test starts from: the built site on a server of its own, and a page that may
 * neither complain on the console nor ask anything of another origin.
 */
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { serve, type Site } from "../../scripts/serve.ts";

export { expect, type Page } from "@playwright/test";

/** What the watched pages of one test did that they should not. */
export type Watch = {
  errors: string[];
  foreign: string[];
  /** Permits console errors that match: for tests of pages or cells that must fail. */
  allow: (pattern: RegExp) => void;
};

type Fixtures = { watch: Watch };
type WorkerFixtures = { site: Site };

export const test = base.extend<Fixtures, WorkerFixtures>({
  site: [
    async ({}, use) => {
      const site = await serve(process.env["DIST"] ?? "dist");
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ site }, use) => use(site.url),
  watch: [
    async ({ context, site }, use) => {
      const allowed: RegExp[] = [];
      const watch: Watch = { errors: [], foreign: [], allow: (pattern) => allowed.push(pattern) };
      observe(context, new URL(site.url).origin, watch);
      await use(watch);
      const unexpected = watch.errors.filter((line) => !allowed.some((one) => one.test(line)));
      expect(unexpected, "errors on the console").toEqual([]);
      expect(watch.foreign, "requests that leave the origin").toEqual([]);
    },
    { auto: true },
  ],
});

function observe(context: BrowserContext, origin: string, watch: Watch): void {
  context.on("console", (message) => {
    if (message.type() === "error")
      watch.errors.push(`${message.text()} (${message.page()?.url()})`);
  });
  context.on("weberror", (error) => watch.errors.push(String(error.error())));
  const note = (url: string) => {
    const { protocol, origin: from } = new URL(url);
    if (!["data:", "blob:", "about:"].includes(protocol) && from !== origin)
      watch.foreign.push(url);
  };
  context.on("request", (request) => note(request.url()));
  context.on("page", (page) => page.on("websocket", (socket) => note(socket.url())));
}

/** Goes to a page of the site, by its path below the base path ("" is the home page). */
export async function open(page: Page, path = ""): Promise<void> {
  await page.goto(path);
  await page.evaluate(() => document.fonts.ready).catch(() => undefined);
}

/** Fails with the rules and elements that axe finds wrong. */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    at: nodes.slice(0, 5).map(({ target, failureSummary }) => `${target} ${failureSummary}`),
  }));
  expect(found, "what axe finds wrong").toEqual([]);
}

/** Fails if the page can be scrolled sideways, naming the elements that stick out. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const outside = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .slice(0, 8)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`);
  });
  expect(outside, "elements wider than the page").toEqual([]);
}
