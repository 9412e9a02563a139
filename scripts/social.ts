/**
 * `node scripts/social.ts`: draws public/social.png, the picture that others show beside a link to
 * the course. To be run again after a change of the course's title.
 */
import { readFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { course } from "../src/site/course.ts";
import { ensureChromium } from "../tests/support/programs.ts";

const FONT =
  "node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2";
const SIZE = { width: 1200, height: 630 };

function envelope(x: number, y: number, colour: string, turn = 0): string {
  return (
    `<g transform="translate(${x} ${y}) rotate(${turn})" fill="#fff" stroke="${colour}">` +
    `<rect x="-34" y="-24" width="68" height="48" rx="6" stroke-width="4"/>` +
    `<path d="M-34 -19L0 7L34 -19" fill="none" stroke-width="3" opacity=".6"/></g>`
  );
}

const road =
  `<svg width="1200" height="210" viewBox="0 0 1200 210">` +
  `<path d="M0 140H1200" stroke="#e3dccd" stroke-width="54"/>` +
  `<path d="M0 112H1200M0 168H1200" stroke="#1c232b" stroke-width="4"/>` +
  `<path d="M0 140H1200" stroke="#545d67" stroke-width="3" stroke-dasharray="20 24"/>` +
  envelope(170, 140, "#0f4c9c") +
  envelope(500, 140, "#0f4c9c") +
  envelope(1010, 140, "#0f4c9c") +
  envelope(760, 50, "#c02a2f", -14) +
  `<path d="M736 26l48 48m0 -48l-48 48" stroke="#c02a2f" stroke-width="5"/></svg>`;

const edge = "repeating-linear-gradient(115deg,#c02a2f 0 44px,#0000 44px 68px,#0f4c9c 68px 112px,";

const html = `<!doctype html><meta charset="utf-8"><style>
  @font-face { font-family: Serif4; font-weight: 200 900;
    src: url(data:font/woff2;base64,${readFileSync(FONT).toString("base64")}) }
  body { margin: 0; background: #fbf9f4; color: #1c232b; font-family: Serif4 }
  div { height: 14px; background: ${edge}#0000 112px 136px) }
  h1 { margin: 62px 80px 20px; font-size: 116px; line-height: 1; font-weight: 620;
    letter-spacing: -.022em }
  p { margin: 0 80px 44px; font-size: 40px; line-height: 1.35; color: #545d67; max-width: 24em }
</style><div></div><h1></h1><p></p>${road}`;

const browser = await chromium.launch({ executablePath: ensureChromium() });
const page = await browser.newPage({ viewport: SIZE });
await page.setContent(html);
await page.locator("h1").evaluate((one, text) => (one.textContent = text), course.title);
const [first] = course.tagline.split(/(?<=\.) /);
await page.locator("p").evaluate((one, text) => (one.textContent = text), first!);
await page.evaluate(() => document.fonts.ready);
await page.screenshot({ path: "public/social.png" });
await browser.close();
