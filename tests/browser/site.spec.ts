/** The pages around the topics: home, glossary, 404, and what every page has. */
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  open,
  test,
} from "../support/browser.ts";

const TOPIC = "1-mostly-reliable/08-retransmission/";
const PAGES = { home: "", topic: TOPIC, glossary: "glossary/", "404": "404.html" };

for (const [name, path] of Object.entries(PAGES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${name}, ${colorScheme}: axe finds nothing wrong`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await open(page, path);
      await expectAccessible(page);
    });
  }

  test(`${name}: no sideways scrolling at 320 px, nor with wider text spacing`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page, path);
    await expectNoSidewaysScroll(page);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        "* { line-height: 1.5 !important; letter-spacing: .12em !important; " +
          "word-spacing: .16em !important } p { margin-bottom: 2em !important }",
      );
      document.adoptedStyleSheets = [sheet];
    });
    await expectNoSidewaysScroll(page);
  });

  test(`${name}: the policy permits nothing inline but what it names`, async ({ page }) => {
    await open(page, path);
    const policy = await page
      .locator('meta[http-equiv="content-security-policy"]')
      .getAttribute("content");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe-");
    expect(await (await page.request.get(path)).text()).not.toMatch(/<[^>]+\sstyle=/);
  });
}

test("every link inside the site leads somewhere, below the base path", async ({ page, site }) => {
  const origin = new URL(site.url).origin;
  const seen = new Set([site.url]);
  const targets = new Set<string>();
  for (const address of seen) {
    const response = await page.goto(address);
    expect(response?.status(), address).toBe(200);
    const links = await page
      .locator("a")
      .evaluateAll((all) =>
        all.map((link) =>
          link instanceof SVGAElement ? link.href.baseVal : (link as HTMLAnchorElement).href,
        ),
      );
    for (const link of links) {
      const url = new URL(link, address);
      if (url.origin !== origin) continue;
      expect(url.pathname.startsWith(site.base), `${url.href} on ${address}`).toBe(true);
      if (url.hash) targets.add(url.href);
      url.hash = "";
      seen.add(url.href);
    }
  }
  expect(seen.size).toBeGreaterThanOrEqual(3);
  for (const target of targets) {
    await page.goto(target);
    await expect(page.locator(new URL(target).hash), target).toHaveCount(1);
  }
});

test("home: topics to come are named as such and are no links", async ({ page }) => {
  await open(page);
  const later = page.locator(".topics li.later");
  expect(await later.count()).toBeGreaterThan(0);
  await expect(later.locator("a")).toHaveCount(0);
  await expect(later.first()).toContainText("to come");
  await expect(page.locator(".map a")).toHaveCount(await page.locator(".topics a").count());
});

test("an address that does not exist gets the 404 page, with working links", async ({
  page,
  watch,
}) => {
  watch.allow(/status of 404/);
  const response = await page.goto("1-mostly-reliable/99-nothing/");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Not delivered");
  await page.getByRole("link", { name: "The course" }).click();
  await expect(page.locator("#course")).toBeInViewport();
});

test("the theme follows the system, is switched, remembered, and does not flash", async ({
  page,
}) => {
  const frames: string[] = [];
  await page.exposeFunction("frame", (colour: string) => frames.push(colour));
  await page.addInitScript(() => {
    const look = () => {
      if (document.body)
        void (window as any).frame(getComputedStyle(document.body).backgroundColor);
      requestAnimationFrame(look);
    };
    look();
  });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await open(page);
  const light = await ground();
  const button = page.getByRole("button", { name: "Dark theme" });
  await expect(button).toHaveAttribute("aria-pressed", "false");
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  const dark = await ground();
  expect(dark).not.toBe(light);

  frames.length = 0;
  await open(page, TOPIC);
  await expect.poll(() => frames.length).toBeGreaterThan(2);
  expect(new Set(frames)).toEqual(new Set([dark]));
  await expect(button).toHaveAttribute("aria-pressed", "true");

  await button.click();
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await ground(), "back at the system's wish, it follows the system again").toBe(dark);
});

test("without storage everything works, and nothing is remembered", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await open(page, TOPIC);
  const button = page.getByRole("button", { name: "Dark theme" });
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "By keyboard" })).toBeVisible();
});

test("“?” opens the keyboard's help, not while typing, and can be switched off", async ({
  page,
}) => {
  await open(page);
  const help = page.getByRole("dialog", { name: "By keyboard" });
  await page.keyboard.press("?");
  await expect(help).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();

  await page.evaluate(() =>
    document.querySelector("main")!.append(document.createElement("input")),
  );
  await page.locator("main input").press("?");
  await expect(page.locator("main input")).toHaveValue("?");
  await expect(help).toBeHidden();

  await page.getByRole("button", { name: "Keyboard help" }).click();
  await help.getByRole("checkbox").uncheck();
  await help.getByRole("button", { name: "Close" }).click();
  await page.reload();
  await page.keyboard.press("?");
  await expect(help).toBeHidden();
  await page.getByRole("button", { name: "Keyboard help" }).click();
  await expect(help.getByRole("checkbox")).not.toBeChecked();
});

test("a report is filled in with page, versions, seed and link, and sends nothing", async ({
  page,
}) => {
  await open(page, TOPIC);
  const report = page.locator("[data-report]");
  await report.locator("summary").click();
  const text = report.locator("[data-report-text]");
  await expect(text).toContainText(`(${TOPIC})`);
  await expect(text).toContainText(/course \d+\.\d+\.\d+, engine \S+/);
  await expect(text).toContainText("Seed: 7");
  await expect(text).toContainText(/Link: \S+#!1\./);
  await expectAccessible(page, "[data-report]");
});

test("a heading is a link to itself, which is copied when followed", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, TOPIC);
  const link = page.locator("h2.anchored > a").first();
  await link.click();
  await expect(page.locator("[data-status]")).toHaveText("Link to this section copied.");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(page.url());
  expect(copied).toContain("#");
});

test("the skip link is the first stop and leads to the text", async ({ page }) => {
  await open(page, TOPIC);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the text" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});

test("a topic read to its end is a filled station on the map", async ({ page }) => {
  await open(page, TOPIC);
  await page.locator("[data-onward]").scrollIntoViewIfNeeded();
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).length)).toBe(1);
  await open(page);
  const station = page.locator(".map a").first();
  await expect(station).toHaveAttribute("data-done", "");
  await expect(station).toHaveAccessibleName(/\(read\)$/);
});

test("late fonts move nothing", async ({ page }) => {
  await page.route("**/*.woff2", async (route) => {
    await new Promise((done) => setTimeout(done, 700));
    await route.continue();
  });
  await page.addInitScript(() => {
    (window as any).shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) (window as any).shift += (entry as any).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await open(page, TOPIC);
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => (window as any).shift)).toBeLessThan(0.02);
});

test("side notes overlap nothing that breaks out of the column", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, TOPIC);
  const boxes = (selector: string) =>
    page
      .locator(selector)
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  for (const note of await boxes(".page > .side")) {
    for (const wide of await boxes(".page > .wide, .page > .side")) {
      const apart =
        note.bottom <= wide.top ||
        note.top >= wide.bottom ||
        note.right <= wide.left ||
        note.left >= wide.right ||
        (note.top === wide.top && note.left === wide.left);
      expect(apart).toBe(true);
    }
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  for (const [name, path] of Object.entries(PAGES)) {
    test(`${name} is complete, and shows no control that would do nothing`, async ({ page }) => {
      await page.goto(path);
      await expect(page.locator("h1")).toBeVisible();
      await expect(page.locator(".foot")).toContainText("leaves this device");
      for (const control of await page.locator(".top button, .foot button").all()) {
        await expect(control).toBeHidden();
      }
      await page.locator("[data-report] summary").click();
      await expect(page.locator("[data-report-text]")).toContainText("Page: ");
    });
  }
});

test("in forced colours, stations and edge keep their outlines", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await open(page);
  const strokes = await page
    .locator(".map circle")
    .evaluateAll((all) => all.map((one) => getComputedStyle(one).stroke));
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(strokes).not.toContain("none");
  expect(strokes).not.toContain(ground);
});

test("printed, a page is its text: no bar, no footer, dark on white", async ({ page }) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await open(page, TOPIC);
  await expect(page.locator(".top")).toBeHidden();
  await expect(page.locator(".foot")).toBeHidden();
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(ground).toBe("rgb(255, 255, 255)");
});
