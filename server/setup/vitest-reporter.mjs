import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes what `results.mjs` sums up: counts, and each skipped test with the note it was skipped with. */
export default class ResultsReporter {
  /** @param {{ file: string }} options */
  constructor({ file }) {
    this.file = file;
  }

  /**
   * @param {ReadonlyArray<import("vitest/node").TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const results = { passed: 0, failed: unhandled.length, skips: /** @type {unknown[]} */ ([]) };
    for (const module of modules) {
      if (module.errors().length > 0) results.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") results.passed += 1;
        else if (result.state === "failed") results.failed += 1;
        else
          results.skips.push({
            test: `${module.relativeModuleId}: ${test.fullName}`,
            reason: noteOf(result),
          });
      }
    }
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, JSON.stringify(results));
  }
}

/** @param {import("vitest/node").TestResult} result */
function noteOf(result) {
  return result.state === "skipped" ? (result.note ?? null) : null;
}
