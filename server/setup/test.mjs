import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ensureBuilt } from "./build.mjs";
import { checkNode } from "./checks.mjs";
import { run } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { isProgram, ROOT } from "./paths.mjs";
import { describeProblem, runMain } from "./problem.mjs";
import { say, seconds } from "./progress.mjs";
import {
  closingLine,
  failureLines,
  NOTHING,
  oneFailure,
  readBrowserResults,
  readUnitResults,
  settle,
  skipLines,
  slowestLines,
  sum,
} from "./results.mjs";
import { testEnvironment } from "./test-environment.mjs";

/** @typedef {import("./results.mjs").Results} Results */

const REPORTS = join(ROOT, "test-results");

/**
 * `npm test`: sets up what is missing, then runs everything. `npm test -- unit` or `-- e2e` runs one half.
 * @returns {Promise<number>} 0 only if nothing failed
 */
export async function test(args = process.argv.slice(2)) {
  checkNode();
  const suites = args.length > 0 ? args : ["unit", "e2e"];
  await ensureInstalled();
  const broken = await tryBuild();
  const built = broken === null;
  const all = built ? [] : [oneFailure("build", broken)];
  if (suites.includes("unit")) all.push(await timed("Unit and contract tests", unit));
  if (suites.includes("e2e"))
    all.push(await timed("Browser tests", () => (built ? browser() : skipBrowser("the build failed"))));
  const total = sum(all);
  for (const line of [...failureLines(total), ...skipLines(total)]) say(line);
  say(closingLine(total));
  return total.failed === 0 ? 0 : 1;
}

/** A broken build is one failure, and the unit tests still run. @returns {Promise<string | null>} what broke it */
async function tryBuild() {
  try {
    await ensureBuilt();
    return null;
  } catch (error) {
    const problem = describeProblem(error);
    say(problem);
    return problem;
  }
}

/** @param {string} title @param {() => Promise<Results>} body */
async function timed(title, body) {
  const began = performance.now();
  say(`\n• ${title}`);
  const results = await body();
  say(`${results.failed === 0 ? "✓" : "✗"} ${title}: ${closingLine(results)} (${seconds(began)})\n`);
  return results;
}

async function unit() {
  const report = join(REPORTS, "unit.json");
  rmSync(report, { force: true });
  const runner = join(ROOT, "server", "setup", "vitest-run.mjs");
  const { code } = await run(process.execPath, [runner, report], { env: testEnvironment(), show: true });
  return settle("Unit and contract tests", readUnitResults(report), code);
}

async function browser() {
  if (specFiles(join(ROOT, "e2e")).length === 0) return NOTHING;
  const found = await ensureBrowser(say);
  if ("skip" in found) return await skipBrowser(found.skip);
  say(`  with ${found.name}`);
  const report = join(REPORTS, "e2e.json");
  rmSync(report, { force: true });
  const { code } = await playwright(["--reporter=list,json"], report, true);
  for (const line of ["\n  slowest tests:", ...slowestLines(report)]) say(line);
  return settle("Browser tests", readBrowserResults(report), code);
}

/** Counts what can't run here as skipped, with the reason. @param {string} reason @returns {Promise<Results>} */
async function skipBrowser(reason) {
  const report = join(REPORTS, "e2e-list.json");
  rmSync(report, { force: true });
  await playwright(["--list", "--reporter=json"], report, false);
  const listed = readBrowserResults(report);
  const tests = listed
    ? listed.passed + listed.failed + listed.skips.length
    : specFiles(join(ROOT, "e2e")).length;
  const skip = { test: "browser test", reason };
  return { ...NOTHING, skips: Array.from({ length: tests }, () => skip) };
}

/** @param {string[]} args @param {string} report @param {boolean} show */
function playwright(args, report, show) {
  const cli = join(ROOT, "node_modules", "@playwright", "test", "cli.js");
  const env = {
    ...testEnvironment(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  };
  return run(process.execPath, [cli, "test", "--config", "e2e/playwright.config.ts", ...args], { env, show });
}

/** @param {string} folder @returns {string[]} */
function specFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".spec.ts"));
}

if (isProgram(import.meta.url)) await runMain(test);
