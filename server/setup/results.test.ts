import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import {
  closingLine,
  readBrowserResults,
  readUnitResults,
  skipLines,
  slowestLines,
  sum,
} from "./results.mjs";
import { testEnvironment } from "./test-environment.mjs";

const folder = () => mkdtempSync(join(tmpdir(), "tenantry-results-"));

describe("results", () => {
  it("of vitest count passed, failed and skipped, with the note of each skip", () => {
    const root = folder();
    const report = join(root, "unit.json");
    writeFileSync(
      join(root, "sample.test.ts"),
      `import { it, expect } from "vitest";
       it("passes", () => {});
       it("fails", () => { expect(1).toBe(2); });
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
      passed: 1,
      failed: 2,
      skips: [
        { test: "sample.test.ts: needs a server", reason: "no server here" },
        { test: "sample.test.ts: is off", reason: null },
      ],
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
    const spec = (title: string, status: string, annotations: unknown[] = []) => ({
      title,
      tests: [{ status, annotations }],
    });
    const inner = { title: "sign in", specs: [spec("works", "expected"), spec("late", "flaky")], suites: [] };
    const suites = [
      {
        title: "a.spec.ts",
        specs: [spec("off", "skipped", [{ type: "skip", description: "needs LDAP" }])],
        suites: [inner],
      },
    ];
    writeFileSync(report, JSON.stringify({ suites, errors: [] }));
    expect(readBrowserResults(report)).toEqual({
      passed: 1,
      failed: 1,
      skips: [{ test: "a.spec.ts › off", reason: "needs LDAP" }],
    });
  });

  it("close with one plain line, every skip above it", () => {
    const skip = { test: "browser test", reason: "no browser" };
    const total = sum([
      { passed: 2, failed: 0, skips: [] },
      { passed: 1, failed: 1, skips: [skip, skip] },
    ]);
    expect(closingLine(total)).toBe("3 passed, 1 failed, 2 skipped");
    expect(skipLines(total)).toEqual(["  skipped: 2 × browser test (no browser)"]);
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
