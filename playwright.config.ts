import { defineConfig } from "@playwright/test";
import { ensureChromium } from "./tests/support/programs.ts";

// Children inherit the path that the first process found, so the search happens once.
const executablePath = ensureChromium();

export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// Playwright reads the default export.
export default defineConfig({
  testDir: "tests/browser",
  outputDir: "test-results",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  fullyParallel: true,
  timeout: 30_000,
  globalTimeout: 20 * 60_000,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: { executablePath, args: chromiumFlags },
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    reducedMotion: "no-preference",
    // Each test sees the build as it is, not what an earlier visit has stored of it.
    serviceWorkers: "block",
  },
});
