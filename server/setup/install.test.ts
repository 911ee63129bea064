import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { npmCommand } from "./child.mjs";
import { ensureInstalled, installProblem, isInstalled, matchesLock } from "./install.mjs";

let locked: string | undefined;

/** A project of a test's own; npm writes the lock file of all of them once. */
function project(): string {
  locked ??= lockedProject();
  const root = mkdtempSync(join(tmpdir(), "tenantry-install-"));
  cpSync(locked, root, { recursive: true });
  return root;
}

/** One local package stands for the native one: it loads only after its install script ran. */
function lockedProject(): string {
  const root = mkdtempSync(join(tmpdir(), "tenantry-install-"));
  mkdirSync(join(root, "native"));
  const script = `node -e "require('fs').writeFileSync('built', process.versions.modules)"`;
  write(join(root, "native", "package.json"), {
    name: "native",
    version: "1.0.0",
    scripts: { install: script },
  });
  writeFileSync(
    join(root, "native", "index.js"),
    `if (!require("fs").existsSync(__dirname + "/built")) throw new Error("NODE_MODULE_VERSION mismatch");
     module.exports = class { close() {} };`,
  );
  write(join(root, "package.json"), {
    name: "fixture",
    version: "1.0.0",
    devDependencies: { native: "file:native" },
  });
  const npm = npmCommand();
  execFileSync(npm.command, [...npm.args, "install", "--package-lock-only", "--ignore-scripts"], {
    cwd: root,
    stdio: "pipe",
  });
  return root;
}

const write = (file: string, value: unknown) => writeFileSync(file, JSON.stringify(value));
const quiet = () => new PassThrough().resume();
const options = (root: string) => ({ root, out: quiet(), nativeModule: "native" });

describe("ensureInstalled", () => {
  it("installs dev dependencies whatever NODE_ENV says, then finds nothing to do", async () => {
    const root = project();
    expect(isInstalled(root)).toBe(false);
    const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production" };
    expect(await ensureInstalled({ ...options(root), env })).toBe("installed");
    expect(existsSync(join(root, "node_modules", "native", "index.js"))).toBe(true);
    expect(await ensureInstalled(options(root))).toBe("current");
  });

  it("begins anew after an interruption, and after a change of the lock file", async () => {
    const root = project();
    await ensureInstalled(options(root));
    rmSync(join(root, "node_modules", ".tenantry-install.json"));
    rmSync(join(root, "node_modules", ".package-lock.json"));
    expect(await ensureInstalled(options(root))).toBe("installed");
    const lock = join(root, "package-lock.json");
    writeFileSync(lock, `${readFileSync(lock, "utf8")}\n`);
    expect(isInstalled(root)).toBe(false);
  });

  it("goes on with npm install where the lock file lacks a package, and leaves the lock file alone", async () => {
    const root = project();
    const lock = join(root, "package-lock.json");
    const content = JSON.parse(readFileSync(lock, "utf8"));
    delete content.packages["node_modules/native"];
    delete content.packages.native;
    write(lock, content);
    const before = readFileSync(lock, "utf8");
    expect(await ensureInstalled(options(root))).toBe("installed");
    expect(existsSync(join(root, "node_modules", "native", "index.js"))).toBe(true);
    expect(readFileSync(lock, "utf8")).toBe(before);
    expect(await ensureInstalled(options(root))).toBe("current");
  });

  it("adopts a complete installation made by hand", async () => {
    const root = project();
    await ensureInstalled(options(root));
    rmSync(join(root, "node_modules", ".tenantry-install.json"));
    expect(await ensureInstalled(options(root))).toBe("adopted");
  });

  it("rebuilds the native package where it was built for another Node", async () => {
    const root = project();
    await ensureInstalled(options(root));
    rmSync(join(root, "native", "built"));
    rmSync(join(root, "node_modules", ".tenantry-install.json"));
    expect(await ensureInstalled(options(root))).toBe("adopted");
    expect(existsSync(join(root, "native", "built"))).toBe(true);
  });
});

describe("matchesLock", () => {
  const lock = (packages: object) => ({ packages: { "": {}, ...packages } });

  function pair(wanted: object, present: object): string {
    const root = mkdtempSync(join(tmpdir(), "tenantry-lock-"));
    mkdirSync(join(root, "node_modules"));
    write(join(root, "package-lock.json"), lock(wanted));
    write(join(root, "node_modules", ".package-lock.json"), lock(present));
    return root;
  }
  const a = { "node_modules/a": { version: "1.0.0", integrity: "x" } };

  it("accepts the same packages, and optional ones of another system left out", () => {
    expect(matchesLock(pair({ ...a, "node_modules/b": { version: "1.0.0", optional: true } }, a))).toBe(true);
  });

  it("refuses a missing, a surplus and a different package", () => {
    expect(matchesLock(pair(a, {}))).toBe(false);
    expect(matchesLock(pair({}, a))).toBe(false);
    expect(matchesLock(pair(a, { "node_modules/a": { version: "1.0.0", integrity: "y" } }))).toBe(false);
  });
});

describe("installProblem", () => {
  it("names the missing compiler and how to get one", () => {
    const problem = installProblem("npm ci", 1, "npm error gyp ERR! find Python", ["python3", "make"]);
    expect(problem.message).toContain("no python3, no make");
    expect(problem.advice.join("\n")).toContain("apt-get install python3 make g++");
  });

  it("shows npm's error without its manual page", () => {
    const tail =
      "npm error Missing: x from lock file\nnpm error\nnpm error Clean install a project\nnpm error Usage:";
    expect(installProblem("npm ci", 1, tail, []).advice.join("\n")).not.toContain("Usage");
  });

  it("shows npm's last lines otherwise", () => {
    const problem = installProblem("npm ci", 1, "npm error network timeout", []);
    expect(problem.message).toContain("npm ci ended with code 1");
    expect(problem.advice).toContain("npm error network timeout");
  });
});
