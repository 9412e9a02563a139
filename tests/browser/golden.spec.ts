/** The golden runs of the engine, made by the browser: the same bits as in Node. */
import { expect, test } from "@playwright/test";
import { goldenFingerprints, goldenScript } from "../support/golden.ts";
import { sets } from "../unit/engine/golden/sets.ts";

test("golden runs have their fingerprints in the browser too", async ({ page }) => {
  await page.goto("about:blank");
  await page.addScriptTag({ content: await goldenScript() });
  const made = await page.evaluate(() => (globalThis as unknown as { golden: string }).golden);
  expect(JSON.parse(made)).toEqual(goldenFingerprints(Object.keys(sets)));
});
