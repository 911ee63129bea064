import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import {
  closingLine,
  failureLines,
  firstLine,
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

const folder = () => mkdtempSync(join(tmpdir(), "tenantry-results-"));

describe("results", () => {
  it("of vitest count passed, failed and skipped, with what failed and the note of each skip", () => {
    const root = folder();
    const report = join(root, "unit.json");
    writeFileSync(
      join(root, "sample.test.ts"),
      `import { beforeAll, describe, it, expect } from "vitest";
       it("passes", () => {});
       it("fails", () => { expect({ key: "secret" }).toEqual({ key: "other" }); });
       it("leaves something behind", async () => {
         void Promise.reject(new Error("nobody waits"));
         await new Promise((done) => setTimeout(done, 20));
       });
       describe("before", () => { beforeAll(() => { throw new Error("not ready"); }); it("waits", () => {}); });
       it("needs a server", (context) => context.skip("no server here"));
       it.skip("is off", () => {});`,
    );
    writeFileSync(join(root, "broken.test.ts"), `throw new Error("does not load");`);
    writeFileSync(
      join(root, "vitest.config.mjs"),
      `export default { test: { include: ["*.test.ts"], globals: true } };`,
    );
    const runner = resolve("server/setup/vitest-run.mjs");
    let exit = 0;
    try {
      execFileSync(process.execPath, [runner, report], { cwd: root, stdio: "pipe", env: testEnvironment() });
    } catch (error) {
      exit = (error as { status: number }).status;
    }
    expect(exit).not.toBe(0);
    expect(readUnitResults(report)).toEqual({
      passed: 2,
      failed: 4,
      skips: [
        { test: "sample.test.ts: before > waits", reason: null },
        { test: "sample.test.ts: needs a server", reason: "no server here" },
        { test: "sample.test.ts: is off", reason: null },
      ],
      failures: expect.arrayContaining([
        { test: "broken.test.ts", error: "does not load" },
        {
          test: "sample.test.ts: fails",
          error: "expected { key: 'secret' } to deeply equal { key: 'other' }",
        },
        { test: "sample.test.ts: before", error: "not ready" },
        { test: "sample.test.ts: an error no test waited for", error: "nobody waits" },
      ]),
    });
  });

  it("of Playwright tell the tests that took longest, longest first, all tries of one together", () => {
    const report = join(folder(), "e2e.json");
    const spec = (title: string, ...durations: number[]) => ({
      title,
      tests: [{ status: "expected", results: durations.map((duration) => ({ duration })) }],
    });
    const specs = [spec("short", 900), spec("twice", 5_000, 6_040), spec("long", 10_000)];
    writeFileSync(report, JSON.stringify({ suites: [{ title: "a.spec.ts", specs, suites: [] }] }));
    expect(slowestLines(report, 2)).toEqual([
      "    11.0 s  a.spec.ts › twice",
      "    10.0 s  a.spec.ts › long",
    ]);
    expect(slowestLines(join(folder(), "none.json"))).toEqual([]);
  });

  it("of Playwright count the same way", () => {
    const report = join(folder(), "e2e.json");
    const spec = (title: string, status: string, annotations: unknown[] = [], results: unknown[] = []) => ({
      title,
      tests: [{ status, annotations, results }],
    });
    const tries = [
      { errors: [{ message: "\u001b[31mError: no button\u001b[39m\n\n  locator: …" }] },
      { errors: [] },
    ];
    const inner = {
      title: "sign in",
      specs: [spec("works", "expected"), spec("late", "flaky", [], tries)],
      suites: [],
    };
    const suites = [
      {
        title: "a.spec.ts",
        specs: [spec("off", "skipped", [{ type: "skip", description: "needs LDAP" }])],
        suites: [inner],
      },
    ];
    writeFileSync(report, JSON.stringify({ suites, errors: [{ message: "no portal answers" }] }));
    expect(readBrowserResults(report)).toEqual({
      passed: 1,
      failed: 2,
      skips: [{ test: "a.spec.ts › off", reason: "needs LDAP" }],
      failures: [
        { test: "Playwright", error: "no portal answers" },
        { test: "a.spec.ts: sign in › late", error: "Error: no button" },
      ],
    });
  });

  it("close with one plain line, every failure and every skip above it", () => {
    const skip = { test: "browser test", reason: "no browser" };
    const total = sum([
      { ...NOTHING, passed: 2 },
      { ...NOTHING, passed: 1, skips: [skip, skip] },
      oneFailure("a.test.ts: adds\nup", "expected 1 to be 2\n    at a.test.ts:3:4"),
      oneFailure("a.test.ts: throws nothing"),
    ]);
    expect(closingLine(total)).toBe("3 passed, 2 failed, 2 skipped");
    expect(failureLines(total)).toEqual([
      "  failed: a.test.ts: adds up (expected 1 to be 2)",
      "  failed: a.test.ts: throws nothing (no error was told)",
    ]);
    expect(skipLines(total)).toEqual(["  skipped: 2 × browser test (no browser)"]);
  });

  it("tell of an error its first line, without colours and no longer than a line, and a property's seed", () => {
    expect(firstLine("\n \u001b[1mexpected\u001b[22m 1\tto be 2\r\n+ the values")).toBe("expected 1 to be 2");
    const property =
      'Property failed after 2 tests\n{ seed: -7, path: "1:0", endOnFailure: true }\nCounterexample: [0]';
    expect(firstLine(property)).toBe('Property failed after 2 tests { seed: -7, path: "1:0" }');
    expect(firstLine("x".repeat(1_000))).toBe("x".repeat(300));
    expect(firstLine(" \n")).toBeNull();
    expect(firstLine(undefined)).toBeNull();
  });

  it("of a runner that ended badly have a failure of their own, if no test has", () => {
    const failures = (results: typeof NOTHING | null, code: number) =>
      failureLines(settle("Tests", results, code));
    expect(failures(null, 0)).toEqual(["  failed: Tests (ended with code 0 and without results)"]);
    expect(failures(NOTHING, 137)).toEqual(["  failed: Tests (ended with code 137, though no test failed)"]);
    expect(failures(oneFailure("a", "b"), 1)).toEqual(["  failed: a (b)"]);
    expect(settle("Tests", NOTHING, 0)).toBe(NOTHING);
  });

  it("that were never written are told from empty ones", () => {
    expect(readUnitResults(join(folder(), "absent.json"))).toBeNull();
  });
});

describe("test environment", () => {
  it("drops a portal's settings and keeps the test run's own", () => {
    const env = testEnvironment({
      NODE_ENV: "production",
      PATH: "/bin",
      PORT: "1",
      TENANTRY_DATA: "/srv",
      TENANTRY_TEST_APT: "1",
    });
    expect(env).toEqual({ PATH: "/bin", TENANTRY_TEST_APT: "1", NEXT_TELEMETRY_DISABLED: "1" });
  });
});
