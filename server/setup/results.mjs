import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {{ test: string, reason: string | null }} Skip
 * @typedef {{ test: string, error: string | null }} Failure
 * @typedef {{ passed: number, failed: number, skips: Skip[], failures: Failure[] }} Results
 */

const MAX_ERROR = 300;

/** @type {Results} */
export const NOTHING = { passed: 0, failed: 0, skips: [], failures: [] };

/** @param {string} test @param {string} [error] @returns {Results} */
export function oneFailure(test, error) {
  return { ...NOTHING, failed: 1, failures: [{ test, error: firstLine(error) }] };
}

/** @param {Results[]} all @returns {Results} */
export function sum(all) {
  return {
    passed: all.reduce((n, r) => n + r.passed, 0),
    failed: all.reduce((n, r) => n + r.failed, 0),
    skips: all.flatMap((r) => r.skips),
    failures: all.flatMap((r) => r.failures),
  };
}

/**
 * A runner that failed without a failed test (a crash, no report) still is a failure.
 * @param {string} title of what ran
 * @param {Results | null} results
 * @param {number} code
 * @returns {Results}
 */
export function settle(title, results, code) {
  if (results === null) return oneFailure(title, `ended with code ${code} and without results`);
  if (code === 0 || results.failed > 0) return results;
  return sum([results, oneFailure(title, `ended with code ${code}, though no test failed`)]);
}

/** The line a test run closes with. @param {Results} results */
export function closingLine({ passed, failed, skips }) {
  return `${passed} passed, ${failed} failed, ${skips.length} skipped`;
}

/** One line per failed test. @param {Results} results @returns {string[]} */
export function failureLines({ failures }) {
  return failures.map(({ test, error }) => `  failed: ${oneLine(test)} (${error ?? "no error was told"})`);
}

/** Where fast-check says on its second line how to have the same case again. */
const SEED = /^\{ seed: -?\d+, path: "[\d:]*"/;

/**
 * What may stand in a log of an error: what follows its first line can be the values a test compared.
 * @param {string | undefined} message
 * @returns {string | null}
 */
export function firstLine(message = "") {
  const plain = stripVTControlCharacters(message);
  const [first, second = ""] = plain.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  if (first === undefined) return null;
  const [seed] = SEED.exec(second) ?? [];
  return oneLine(seed ? `${first} ${seed} }` : first).slice(0, MAX_ERROR);
}

/** @param {string} text */
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

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
  const beside = (report.errors ?? []).map((/** @type {any} */ error) =>
    oneFailure("Playwright", error.message),
  );
  return sum([...beside, ...testsOf(report.suites ?? [], []).map(resultOf)]);
}

/** @param {{ test: any, name: string }} one @returns {Results} */
function resultOf({ test, name }) {
  if (test.status === "expected") return { ...NOTHING, passed: 1 };
  if (test.status === "skipped") return { ...NOTHING, skips: [{ test: name, reason: skipReason(test) }] };
  const errors = (test.results ?? []).flatMap((/** @type {any} */ run) => run.errors ?? []);
  return oneFailure(name.replace(" › ", ": "), errors[0]?.message);
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
