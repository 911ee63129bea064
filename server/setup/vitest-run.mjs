import { startVitest } from "vitest/node";
import ResultsReporter from "./vitest-reporter.mjs";

/** Runs unit tests once and writes the results to the file named first: `node vitest-run.mjs <report> [filter …]`. */
const [report, ...filters] = process.argv.slice(2);
if (!report) throw new Error("vitest-run.mjs <report> [filter …]");
const reporters = ["default", new ResultsReporter({ file: report })];
const vitest = await startVitest("test", filters, { watch: false, run: true, reporters });
await vitest.close();
