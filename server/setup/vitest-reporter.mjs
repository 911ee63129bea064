import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { firstLine } from "./results.mjs";

/** @typedef {import("./results.mjs").Failure} Failure */
/** @typedef {import("vitest").SerializedError} SerializedError */

/** Writes what `results.mjs` sums up: counts, each failed test with its error, each skipped one with its note. */
export default class ResultsReporter {
  /** @param {{ file: string }} options */
  constructor({ file }) {
    this.file = file;
  }

  /**
   * @param {ReadonlyArray<import("vitest/node").TestModule>} modules
   * @param {ReadonlyArray<SerializedError>} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const results = { passed: 0, failures: unhandled.map(strayError), skips: /** @type {unknown[]} */ ([]) };
    for (const module of modules) {
      results.failures.push(...brokenSuites(module));
      for (const test of module.children.allTests()) {
        const result = test.result();
        const name = `${module.relativeModuleId}: ${test.fullName}`;
        if (result.state === "passed") results.passed += 1;
        else if (result.state === "failed")
          results.failures.push({ test: name, error: firstLine(result.errors[0]?.message) });
        else results.skips.push({ test: name, reason: noteOf(result) });
      }
    }
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, JSON.stringify({ ...results, failed: results.failures.length }));
  }
}

/**
 * A file that does not load, and what a file or a `describe` does before and after its tests.
 * @param {import("vitest/node").TestModule} module
 * @returns {Failure[]}
 */
function brokenSuites(module) {
  const file = module.relativeModuleId;
  const suites = [...module.children.allSuites()].map((suite) => ({
    suite,
    test: `${file}: ${suite.fullName}`,
  }));
  return [{ suite: module, test: file }, ...suites].flatMap(({ suite, test }) =>
    suite.errors().length > 0 ? [{ test, error: firstLine(suite.errors()[0]?.message) }] : [],
  );
}

/** With the file that ran meanwhile. @param {SerializedError} error @returns {Failure} */
function strayError(error) {
  const path = error.VITEST_TEST_PATH;
  const file = typeof path === "string" ? relative(process.cwd(), path) : "no file";
  return { test: `${file}: an error no test waited for`, error: firstLine(error.message) };
}

/** @param {import("vitest/node").TestResult} result */
function noteOf(result) {
  return result.state === "skipped" ? (result.note ?? null) : null;
}
