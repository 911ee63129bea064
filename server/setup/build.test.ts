import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import {
  buildEnvironment,
  buildErrors,
  buildIsCurrent,
  bundlesAreCurrent,
  removeEnvCopies,
} from "./build.mjs";
import { buildBundles } from "./bundles.mjs";
import { buildFingerprint, writeStamp } from "./fingerprint.mjs";

/** A project whose only process is a worker that imports by alias and uses two packages: one is of many small files. */
function project(): string {
  const root = mkdtempSync(join(tmpdir(), "tenantry-build-"));
  mkdirSync(join(root, "server", "shared"), { recursive: true });
  cpSync(resolve("tsconfig.json"), join(root, "tsconfig.json"));
  symlinkSync(resolve("node_modules"), join(root, "node_modules"));
  writeFileSync(join(root, "package.json"), `{"type":"module"}`);
  writeFileSync(join(root, "server", "shared", "word.ts"), `export const word: string = "ready";\n`);
  writeFileSync(
    join(root, "server", "worker.ts"),
    `import { strToU8 } from "fflate";\nimport { stringify } from "yaml";\nimport { word } from "@/server/shared/word";\nprocess.stdout.write(strToU8(stringify({ word })));\n`,
  );
  return root;
}

describe("bundles", () => {
  it("run by themselves, resolve the alias, and leave most packages outside", async () => {
    const root = project();
    expect(await buildBundles(root)).toEqual(["worker"]);
    const bundle = join(root, "dist", "worker.mjs");
    expect(execFileSync(process.execPath, [bundle], { encoding: "utf8" })).toBe("word: ready\n");
    expect(readFileSync(bundle, "utf8")).toMatch(/from "fflate"/);
    expect(readFileSync(bundle, "utf8")).not.toMatch(/from "yaml"/);
  });

  it("carry no source text in their maps", async () => {
    const root = project();
    await buildBundles(root);
    const map = JSON.parse(readFileSync(join(root, "dist", "worker.mjs.map"), "utf8"));
    expect(map.sourcesContent ?? []).toEqual([]);
  });
});

describe("fingerprint", () => {
  it("changes with a source, and not with a test or a guide", () => {
    const root = project();
    const before = buildFingerprint(root);
    writeFileSync(join(root, "server", "shared", "word.test.ts"), "");
    writeFileSync(join(root, "server", "README.md"), "");
    expect(buildFingerprint(root)).toBe(before);
    writeFileSync(join(root, "server", "shared", "word.ts"), `export const word = "other";\n`);
    expect(buildFingerprint(root)).not.toBe(before);
  });

  it("makes a build stale when its output is gone", async () => {
    const root = project();
    await buildBundles(root);
    mkdirSync(join(root, ".next"));
    writeFileSync(join(root, ".next", "BUILD_ID"), "x");
    const current = buildFingerprint(root);
    writeStamp(join(root, "dist", "build.json"), { bundles: current, pages: current });
    expect(buildIsCurrent(root)).toBe(true);
    writeFileSync(join(root, "server", "shared", "word.ts"), "export const word = 'new';");
    expect(bundlesAreCurrent(root)).toBe(false);
  });
});

it("a failed build shows its errors, not the warnings after them", () => {
  const warnings = Array.from({ length: 100 }, (_, i) => `warning ${i}`);
  const shown = buildErrors(
    ["Creating an optimized build", "a.ts(1,2): error TS2307: Cannot find", ...warnings].join("\n"),
  );
  expect(shown.slice(0, 2)).toEqual(["Creating an optimized build", "a.ts(1,2): error TS2307: Cannot find"]);
  expect(buildErrors(warnings.join("\n")).at(-1)).toBe("warning 99");
});

describe("secrets", () => {
  it("of the environment do not reach the build", () => {
    const env = buildEnvironment({
      NODE_ENV: "production",
      PATH: "/bin",
      TENANTRY_SECRET: "s",
      DATABASE_URL: "u",
      AWS_SECRET_ACCESS_KEY: "k",
    });
    expect(env).toEqual({ PATH: "/bin", NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
  });

  it("in copies of .env files are removed from the output", () => {
    const root = mkdtempSync(join(tmpdir(), "tenantry-env-"));
    mkdirSync(join(root, "standalone"));
    for (const name of [".env", ".env.production", "server.js"])
      writeFileSync(join(root, "standalone", name), "");
    removeEnvCopies(root);
    expect(readdirSync(join(root, "standalone"))).toEqual(["server.js"]);
    expect(existsSync(join(root, ".env"))).toBe(false);
  });
});
