import { mkdtempSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, defineConfig } from "@playwright/test";
import { patient, SLOW } from "./tests/e2e/support/pace";

// As many workers as the machine has cores, each with a real server on its own copy of the seeded data and one browser
// (tests/e2e/support/place.ts); the stories of one file share that world and run one after another.
process.env.E2E_DIR ??= mkdtempSync(join(tmpdir(), "anding-e2e-"));
const browser = process.env.PLAYWRIGHT_CHROMIUM;
if (SLOW > 1) process.env.SLOW_BROWSER ??= browser ?? chromium.executablePath();
// A server that runs already, for work on the stories themselves.
const running = process.env.E2E_BASE;

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/playwright",
  workers: running ? 1 : Math.min(4, availableParallelism()),
  ...(!running && { globalSetup: "./tests/e2e/support/seed.ts" }),
  fullyParallel: false,
  retries: 0,
  // Each wait has its bound; the whole story's is there for what no wait covers.
  timeout: patient(300_000),
  expect: { timeout: patient(30_000) },
  reporter: [["list"], ["json", { outputFile: "test-results/playwright.json" }]],
  // Whatever stories ran, their log is read through at the end.
  projects: [
    { name: "stories", testIgnore: "logs.teardown.ts", ...(!running && { teardown: "logs" }) },
    ...(running ? [] : [{ name: "logs", testMatch: "logs.teardown.ts" }]),
  ],
  use: {
    actionTimeout: patient(30_000),
    navigationTimeout: patient(60_000),
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1280, height: 800 },
    // a trace records every picture; on the machine that only checks it would be a tenth of the time
    trace: process.env.CI ? "off" : "retain-on-failure",
    launchOptions: {
      executablePath:
        SLOW > 1 && process.platform !== "win32"
          ? join(import.meta.dirname, "tests/e2e/support/slow-browser.mjs")
          : browser,
      args: [
        "--no-sandbox",
        "--no-zygote",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        // without a graphics chip a page is drawn by the processor either way; drawing it as GL costs a fifth more
        "--disable-gpu-compositing",
        "--disable-gpu-rasterization",
        "--ignore-gpu-blocklist",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
        "--mute-audio",
      ],
    },
  },
});
