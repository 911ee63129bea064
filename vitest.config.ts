import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./server/setup/vitest-order.mjs";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["{server,db,components,app,bench}/**/*.test.{ts,tsx}"],
    pool: "forks",
    sequence: { sequencer: SlowestFirst },
    // Much of the time is spent waiting for other processes: one worker more than there are processors, of few.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ["default"],
  },
});
