import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, defineConfig } from "@playwright/test";
import { patient, SLOW } from "./tests/e2e/support/pace";

// A real server on a fresh, seeded DATA_DIR; one worker, since the stories share its world and the machine is small.
const port = Number(process.env.E2E_PORT ?? 4690);
process.env.E2E_DIR ??= mkdtempSync(join(tmpdir(), "anding-e2e-"));
const dir = process.env.E2E_DIR;
const browser = process.env.PLAYWRIGHT_CHROMIUM;
if (SLOW > 1) process.env.SLOW_BROWSER ??= browser ?? chromium.executablePath();
// A server that runs already, for work on the stories themselves.
const running = process.env.E2E_BASE;

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/playwright",
  workers: 1,
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
    baseURL: running ?? `http://localhost:${port}`,
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
  ...(!running && {
    webServer: {
      command: SLOW > 1 ? "node tests/e2e/support/slow-server.mjs" : "node scripts/start.mjs",
      url: `http://localhost:${port}/healthz`,
      timeout: 600_000,
      reuseExistingServer: false,
      gracefulShutdown: { signal: "SIGTERM", timeout: patient(10_000) },
      env: {
        PORT: String(port),
        DATA_DIR: join(dir, "data"),
        KEY_DIR: join(dir, "keys"),
        DEMO: "1",
        LOG: "on",
        LOG_DIR: join(dir, "logs"),
        HTTPS_PORT: String(port + 443),
        PUBLIC_HOSTS: "anding.test",
      },
      stdout: "ignore",
      stderr: "pipe",
    },
  }),
});
