import { readFileSync } from "node:fs";

/**
 * @typedef {{ test: string, reason: string | null }} Skip
 * @typedef {{ passed: number, failed: number, skips: Skip[] }} Results
 */

/** @param {Results[]} all @returns {Results} */
export function sum(all) {
  return {
    passed: all.reduce((n, r) => n + r.passed, 0),
    failed: all.reduce((n, r) => n + r.failed, 0),
    skips: all.flatMap((r) => r.skips),
  };
}

/** The line a test run closes with. @param {Results} results */
export function closingLine({ passed, failed, skips }) {
  return `${passed} passed, ${failed} failed, ${skips.length} skipped`;
}

/** One line per skipped test, and why; equal ones are counted. @param {Results} results @returns {string[]} */
export function skipLines({ skips }) {
  const counts = new Map();
  for (const { test, reason } of skips) {
    const line = `${test} (${reason ?? "marked so in the test; no reason given"})`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, n]) => `  skipped: ${n > 1 ? `${n} × ` : ""}${line}`);
}

/** What our vitest reporter wrote. @param {string} file @returns {Results | null} null where there is none */
export function readUnitResults(file) {
  return readJson(file);
}

/** What Playwright's JSON reporter wrote. @param {string} file @returns {Results | null} null where there is none */
export function readBrowserResults(file) {
  const report = readJson(file);
  if (!report) return null;
  const results = { passed: 0, failed: (report.errors ?? []).length, skips: /** @type {Skip[]} */ ([]) };
  for (const { test, name } of testsOf(report.suites ?? [], [])) {
    if (test.status === "expected") results.passed += 1;
    else if (test.status === "skipped") results.skips.push({ test: name, reason: skipReason(test) });
    else results.failed += 1;
  }
  return results;
}

/**
 * One line for each of the tests that took longest, longest first.
 * @param {string} file what Playwright's JSON reporter wrote
 * @param {number} count
 * @returns {string[]} none where there is no report
 */
export function slowestLines(file, count = 20) {
  const report = readJson(file);
  const times = testsOf(report?.suites ?? [], []).map(({ test, name }) => {
    const runs = /** @type {{ duration?: number }[]} */ (test.results ?? []);
    return { name, seconds: runs.reduce((sum, { duration = 0 }) => sum + duration / 1000, 0) };
  });
  const slowest = times.sort((a, b) => b.seconds - a.seconds).slice(0, count);
  return slowest.map(({ name, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
}

/**
 * @param {any[]} suites
 * @param {string[]} path
 * @returns {{ test: any, name: string }[]}
 */
function testsOf(suites, path) {
  return suites.flatMap((suite) => {
    const titles = [...path, suite.title].filter(Boolean);
    const own = (suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
      spec.tests.map((/** @type {any} */ test) => ({ test, name: [...titles, spec.title].join(" › ") })),
    );
    return [...own, ...testsOf(suite.suites ?? [], titles)];
  });
}

/** @param {any} test @returns {string | null} */
function skipReason(test) {
  const note = (test.annotations ?? []).find(
    (/** @type {any} */ a) => a.type === "skip" || a.type === "fixme",
  );
  return note?.description ?? null;
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
