import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { aliases } from "./aliases";

export default defineConfig({
  resolve: { alias: aliases },
  test: {
    pool: "forks",
    // as many as there are cores; the runner would leave one of two idle
    maxWorkers: Math.min(8, availableParallelism()),
    minWorkers: 1,
    // for a machine half as fast as an ordinary one
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "rules",
          include: [
            "app/**/*.test.{ts,tsx}",
            "scenes/**/*.test.{ts,tsx}",
            "content/**/*.test.ts",
            "prisma/**/*.test.ts",
            "tests/{house,rules,faults,load}/**/*.test.ts",
          ],
          globalSetup: ["tests/support/template-database.ts"],
          setupFiles: ["tests/support/quiet.ts"],
        },
      },
      { extends: true, test: { name: "setup", include: ["tests/setup/**/*.test.ts"] } },
    ],
  },
});
