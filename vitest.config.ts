import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./server/setup/vitest-order.mjs";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["{server,db,components,app,bench}/**/*.test.{ts,tsx}"],
    pool: "forks",
    // A worker keeps the modules it has loaded: loading them anew for every file takes as long as a third of the tests.
    // Each test has its own database, and what a file changes for all (a stubbed global, a mock) it puts back.
    isolate: false,
    sequence: { sequencer: SlowestFirst },
    // Much of the time is spent waiting for other processes: one worker more than there are processors, of few.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ["default"],
  },
});
