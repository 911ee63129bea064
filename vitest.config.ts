import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./server/setup/vitest-order.mjs";
import { ownProcessTests } from "./server/setup/vitest-own-process.mjs";

const ROOT = fileURLToPath(new URL(".", import.meta.url));
const TESTS = ["{server,db,components,app,bench}/**/*.test.{ts,tsx}"];
const OWN = ownProcessTests(ROOT);
// A round of `npm run test:deep` has many times as many cases in a test.
const DEEP = process.env.TENANTRY_TEST_SEED !== undefined;

export default defineConfig({
  resolve: { alias: { "@": ROOT } },
  test: {
    pool: "forks",
    sequence: { sequencer: SlowestFirst },
    // Much of the time is spent waiting for other processes: one worker more than there are processors, of few.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: DEEP ? 1_800_000 : 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    setupFiles: DEEP ? ["./server/setup/deep-setup.mjs"] : [],
    reporters: ["default"],
    projects: [
      { extends: true, test: { name: "own", include: OWN, isolate: true } },
      {
        extends: true,
        test: {
          name: "shared",
          include: TESTS,
          exclude: ["**/node_modules/**", ...OWN],
          isolate: false,
          setupFiles: ["./server/setup/vitest-shared.mjs"],
        },
      },
    ],
  },
});
