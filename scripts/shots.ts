/**
 * `npm run shots`: pictures of every built page at the usual widths, light and dark, and as
 * printed, into shots/. Words after it select pages, widths or looks: `npm run shots -- 404 390`.
 */
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "@playwright/test";
import { ensureChromium } from "../tests/support/programs.ts";
import { serve } from "./serve.ts";

const FOLDER = "shots";
const WIDTHS = [320, 390, 820, 1200, 1440, 1920];
const PRINT_WIDTH = 718; // A4 at 96 dots an inch, less its margins
const LOOKS = ["light", "dark", "print"] as const;

type Shot = { page: string; width: number; look: (typeof LOOKS)[number] };

/** Every page of the built site, as paths below the base path. */
function pages(): string[] {
  return readdirSync("dist", { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /(^|\/)index\.html$|^404\.html$/.test(file))
    .map((file) => file.replace(/index\.html$/, ""))
    .sort();
}

function fileName({ page, width, look }: Shot): string {
  const name = page.replace(/\.html$|\/$/, "").replaceAll("/", "--") || "home";
  return look === "print" ? `${name}-print.png` : `${name}-${width}-${look}.png`;
}

/** The shots whose names hold one of the words of each kind that was asked for. */
function wanted(shot: Shot, words: readonly string[]): boolean {
  const parts = [fileName(shot), String(shot.width), shot.look];
  return words.every((word) => parts.some((part) => part === word || part.includes(word)));
}

async function take(browser: Browser, url: string, shot: Shot): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: shot.width, height: shot.width < 700 ? 844 : 900 },
    colorScheme: shot.look === "dark" ? "dark" : "light",
    reducedMotion: "reduce",
  });
  await page.emulateMedia({ media: shot.look === "print" ? "print" : "screen" });
  await page.goto(url + shot.page);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(FOLDER, fileName(shot)), fullPage: true });
  await page.close();
}

const words = process.argv.slice(2);
const shots = pages().flatMap((page) =>
  LOOKS.flatMap((look) =>
    (look === "print" ? [PRINT_WIDTH] : WIDTHS).map((width): Shot => ({ page, width, look })),
  ),
);
mkdirSync(FOLDER, { recursive: true });
const site = await serve("dist");
const browser = await chromium.launch({ executablePath: ensureChromium() });
let count = 0;
for (const shot of shots.filter((one) => wanted(one, words))) {
  await take(browser, site.url, shot);
  count += 1;
}
await browser.close();
await site.close();
console.log(`${count} pictures in ${FOLDER}/`);
