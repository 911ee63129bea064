import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Folders and files that a build is made of. Tests, guides and benches are not among them. */
const BUILD_INPUTS = [
  "app",
  "components",
  "db",
  "server",
  "public",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
  "proxy.ts",
  "instrumentation.ts",
];
const NO_INPUT =
  /\.(test|spec|deep)\.[cm]?[tj]sx?$|\.md$|^db\/(fixtures|factories|seed|migrations)\/|^server\/setup\/(sample\/templates\/|[^/]+\.mjs$)|^public\/embed\/tenantry\.js$/;

/** @param {string} text */
export const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/**
 * Hash of everything the build output depends on: sources, lock file, Node's version of native modules.
 * @param {string} root
 */
export function buildFingerprint(root) {
  const hash = createHash("sha256").update(nodeKind());
  for (const input of BUILD_INPUTS) {
    for (const file of filesBelow(join(root, input))) {
      const name = relative(root, file);
      if (!NO_INPUT.test(name)) hash.update(`\0${name}\0`).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

/** Hash of what an installation depends on. @param {string} root */
export function installFingerprint(root) {
  return sha256(`${nodeKind()}\0${readOr(join(root, "package-lock.json"), "")}\0${dependencies(root)}`);
}

/** What a native module is built for. */
export function nodeKind() {
  return `${process.platform}-${process.arch}-${process.versions.modules}`;
}

/** @param {string} root */
function dependencies(root) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return JSON.stringify([manifest.dependencies, manifest.devDependencies, manifest.allowScripts]);
}

/** @param {string} path @returns {string[]} sorted; the path itself where it is a file, none where it is missing */
function filesBelow(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ENOTDIR" ? [path] : [];
  }
  const sorted = entries.filter((e) => !e.name.startsWith(".")).sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap((e) => (e.isDirectory() ? filesBelow(join(path, e.name)) : [join(path, e.name)]));
}

/** @param {string} file @param {string} fallback */
export function readOr(file, fallback) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return fallback;
  }
}

/** @param {string} file @returns {Record<string, unknown> | null} null where missing or damaged */
export function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** @param {string} file @param {Record<string, unknown>} stamp */
export function writeStamp(file, stamp) {
  writeFileSync(file, `${JSON.stringify(stamp, null, 2)}\n`);
}
