import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkNode, checkProjectFolder, compilerAdvice, missingCompilers } from "./checks.mjs";
import { npmCommand, run } from "./child.mjs";
import { installFingerprint, nodeKind, readStamp, writeStamp } from "./fingerprint.mjs";
import { isProgram, ROOT } from "./paths.mjs";
import { runMain, SetupProblem } from "./problem.mjs";
import { phase, say } from "./progress.mjs";

const NATIVE = "better-sqlite3";
const FLAGS = ["--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];

/** @param {string} root */
const stampFile = (root) => join(root, "node_modules", ".tenantry-install.json");

/** `true` when `node_modules` is what lock file and Node ask for. @param {string} root */
export function isInstalled(root = ROOT) {
  return readStamp(stampFile(root))?.fingerprint === installFingerprint(root);
}

/**
 * Brings `node_modules` to what the lock file and this Node ask for; does nothing when it is. An interrupted
 * installation has no stamp, so the next call begins anew.
 * @param {{ root?: string, out?: NodeJS.WritableStream, nativeModule?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<"current" | "adopted" | "installed">}
 */
export async function ensureInstalled(options = {}) {
  const { root = ROOT, out = process.stdout, nativeModule = NATIVE, env = process.env } = options;
  if (isInstalled(root)) return "current";
  checkProjectFolder(root);
  rmSync(stampFile(root), { force: true });
  const adopted = matchesLock(root);
  if (!adopted) await phase("Installing packages", () => install(root, env, out), out);
  await ensureNative(root, nativeModule, out);
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeStamp(stampFile(root), { fingerprint: installFingerprint(root), node: process.versions.node });
  return adopted ? "adopted" : "installed";
}

/**
 * `npm ci`; `npm install` without a lock file, and where the lock file lacks packages (one made for another system
 * may). The lock file itself is never changed.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.WritableStream} out
 */
async function install(root, env, out) {
  const npm = npmCommand(env);
  const npmRun = (/** @type {string[]} */ verb) =>
    run(npm.command, [...npm.args, ...verb, ...FLAGS], { cwd: root, env });
  const locked = existsSync(join(root, "package-lock.json"));
  const first = await npmRun(locked ? ["ci"] : ["install"]);
  if (first.code === 0) return;
  if (!locked || !/code EUSAGE|are in sync/.test(first.tail))
    throw installProblem("npm", first.code, first.tail);
  say(
    "  package-lock.json lacks packages of this system: installing with npm install instead of npm ci",
    out,
  );
  const second = await npmRun(["install", "--no-save"]);
  if (second.code !== 0) throw installProblem("npm install", second.code, second.tail);
}

/** @param {string} command @param {number} code @param {string} tail */
export function installProblem(command, code, tail, missing = missingCompilers()) {
  const native = /node-gyp|gyp ERR|prebuild-install/.test(tail);
  if (native && missing.length > 0) {
    return new SetupProblem(
      `A native package must be compiled, and there is no ${missing.join(", no ")}.`,
      compilerAdvice(),
    );
  }
  return new SetupProblem(`${command} ended with code ${code}. Its last lines:`, [
    ...withoutUsage(tail).slice(-25),
    "",
    "Run the same command again to go on; behind a proxy set npm's `proxy` and `registry` first.",
  ]);
}

/** npm ends some errors with its manual page. @param {string} tail @returns {string[]} */
function withoutUsage(tail) {
  const lines = tail.split("\n");
  const usage = lines.findIndex((line) => /^npm error (Clean install|Install a package|Usage:)/.test(line));
  return usage > 0 ? lines.slice(0, usage) : lines;
}

/**
 * Whether a finished installation made by hand (`npm ci`) holds exactly what the lock file lists. npm writes its own
 * list, `node_modules/.package-lock.json`, when it is done.
 * @param {string} root
 */
export function matchesLock(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const present = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !present) return false;
  const extra = Object.keys(present).some((name) => name !== "" && !(name in wanted));
  if (extra) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === "") return true;
    const found = present[name];
    if (found === undefined)
      return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** @param {string} file @returns {Record<string, Record<string, unknown>> | null} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

/** Loads the native package in a process of its own and rebuilds it where it was built for another Node.
 * @param {string} root @param {string} name @param {NodeJS.WritableStream} out */
async function ensureNative(root, name, out) {
  if ((await loads(root, name)) === null) return;
  const missing = missingCompilers();
  const npm = npmCommand();
  const rebuild = () =>
    run(npm.command, [...npm.args, "rebuild", name, "--ignore-scripts=false", ...FLAGS], { cwd: root });
  const { code, tail } = await phase(`Building ${name} for this Node`, rebuild, out);
  if (code !== 0) throw installProblem(`npm rebuild ${name}`, code, tail, missing);
  const error = await loads(root, name);
  if (error === null) return;
  throw new SetupProblem(
    `${name} was built but does not load in Node ${process.versions.node} (${nodeKind()}):`,
    [
      ...error.split("\n").slice(0, 4),
      "Often npm's setting `nodedir` points to the headers of another Node: see `npm config get nodedir`.",
    ],
  );
}

/** @param {string} root @param {string} name @returns {Promise<string | null>} null when it loads, else the error */
async function loads(root, name) {
  const code = `new (require(${JSON.stringify(name)}))(":memory:").close()`;
  const result = await run(process.execPath, ["-e", code], { cwd: root });
  return result.code === 0 ? null : result.tail;
}

if (isProgram(import.meta.url)) {
  await runMain(async () => {
    checkNode();
    await ensureInstalled();
  });
}
