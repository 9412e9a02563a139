import { expect, expectNoSidewaysScroll, open, test } from "../support/browser.ts";

test("the home page names the course", async ({ page }) => {
  await open(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mostly Reliable");
  await expectNoSidewaysScroll(page);
});
