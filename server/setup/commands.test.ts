import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { benchNames } from "./bench.mjs";
import { SetupProblem } from "./problem.mjs";
import { deepTests, parseArguments } from "./test-deep.mjs";

describe("npm run test:deep", () => {
  it("takes minutes and a seed, thirty minutes and a new seed by default", () => {
    expect(parseArguments([])).toEqual({ minutes: 30, seed: null });
    expect(parseArguments(["--minutes", "2.5", "--seed", "7"])).toEqual({ minutes: 2.5, seed: 7 });
  });

  it("refuses what is no number, with an example", () => {
    expect(() => parseArguments(["--minutes", "long"])).toThrow(SetupProblem);
    expect(() => parseArguments(["--minutes"])).toThrow("npm run test:deep -- --minutes 30");
  });

  it("finds the property tests", () => {
    expect(deepTests()).toContain("server/platform/hostile-where.test.ts");
  });
});

describe("npm run bench", () => {
  it("offers benches, not their helpers and tests", () => {
    const folder = mkdtempSync(join(tmpdir(), "tenantry-bench-"));
    for (const name of ["p1.ts", "p2.ts", "p2-data.ts", "report.ts", "p2.test.ts", "calibrate.ts"])
      writeFileSync(join(folder, name), "");
    expect(benchNames(folder)).toEqual(["calibrate", "p1", "p2"]);
  });

  it("ends with an error that names the benches there are", () => {
    const result = () => execFileSync(process.execPath, ["server/setup/bench.mjs", "p0"], { stdio: "pipe" });
    expect(result).toThrow(/There is no bench p0.[\s\S]*There are: .*p11/);
  });
});
