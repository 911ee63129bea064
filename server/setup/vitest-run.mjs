import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import ResultsReporter from "./vitest-reporter.mjs";

/** Runs unit tests once and writes the results to the file named first: `node vitest-run.mjs <report> [filter …]`. */
const [report, ...filters] = process.argv.slice(2);
if (!report) throw new Error("vitest-run.mjs <report> [filter …]");
const reporters = ["default", new ResultsReporter({ file: report })];
// A round of `npm run test:deep` has many times as many cases in a test.
const deep = process.env.TENANTRY_TEST_SEED
  ? { setupFiles: [fileURLToPath(new URL("./deep-setup.mjs", import.meta.url))], testTimeout: 1_800_000 }
  : {};
const vitest = await startVitest("test", filters, { watch: false, run: true, reporters, ...deep });
await vitest.close();
