import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildBundles, presentEntries } from "./bundles.mjs";
import { checkNode } from "./checks.mjs";
import { run } from "./child.mjs";
import { buildEmbed, hasEmbed, hasEmbedBundle } from "./embed-bundle.mjs";
import { buildFingerprint, readStamp, writeStamp } from "./fingerprint.mjs";
import { ensureInstalled } from "./install.mjs";
import { isProgram, ROOT } from "./paths.mjs";
import { runMain, SetupProblem } from "./problem.mjs";
import { phase, say } from "./progress.mjs";

/** What a build may see of the environment: nothing that could be a secret gets near its output. */
const PASSED_ON =
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SHELL|TERM|CI|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|SYSTEMROOT|APPDATA|LOCALAPPDATA|FORCE_COLOR|NO_COLOR)$/i;

/** @param {string} root */
const stampFile = (root) => join(root, "dist", "build.json");

/** Bundles in `dist/` are made of the sources that are here now. @param {string} root */
export function bundlesAreCurrent(root = ROOT, fingerprint = buildFingerprint(root)) {
  const made = readStamp(stampFile(root))?.bundles === fingerprint;
  const embed = !hasEmbed(root) || hasEmbedBundle(root);
  return (
    made && embed && presentEntries(root).every(([name]) => existsSync(join(root, "dist", `${name}.mjs`)))
  );
}

/** Bundles and pages are made of the sources that are here now. @param {string} root */
export function buildIsCurrent(root = ROOT, fingerprint = buildFingerprint(root)) {
  const pages =
    readStamp(stampFile(root))?.pages === fingerprint && existsSync(join(root, ".next", "BUILD_ID"));
  return pages && bundlesAreCurrent(root, fingerprint);
}

/**
 * Builds what is not current; does nothing when all is. An interrupted build has no stamp and is made again.
 * @param {{ root?: string, out?: NodeJS.WritableStream }} [options]
 * @returns {Promise<"current" | "built">}
 */
export async function ensureBuilt(options = {}) {
  const { root = ROOT, out = process.stdout } = options;
  const fingerprint = buildFingerprint(root);
  if (buildIsCurrent(root, fingerprint)) return "current";
  rmSync(stampFile(root), { force: true });
  mkdirSync(join(root, "dist"), { recursive: true });
  await phase("Bundling the processes", () => bundle(root), out);
  writeStamp(stampFile(root), { bundles: fingerprint });
  await phase("Building the portal", () => buildPages(root), out);
  writeStamp(stampFile(root), { bundles: fingerprint, pages: fingerprint, node: process.versions.node });
  return "built";
}

/** @param {string} root */
async function bundle(root) {
  try {
    await buildBundles(root);
    if (hasEmbed(root)) await buildEmbed(root);
  } catch (error) {
    throw new SetupProblem(
      "The processes can't be bundled:",
      String(error instanceof Error ? error.message : error).split("\n"),
    );
  }
}

/** @param {string} root */
async function buildPages(root) {
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const { code, tail } = await run(process.execPath, [next, "build"], { cwd: root, env: buildEnvironment() });
  if (code !== 0)
    throw new SetupProblem(
      `next build ended with code ${code}. Its last lines:`,
      tail.split("\n").slice(-40),
    );
  removeEnvCopies(join(root, ".next"));
}

const FAULT = /error TS\d+|Type error|Failed to compile|Module not found|Build error|^\s*\S*Error: /;

/**
 * The part of a build's output that says why it failed: from the first error on, or the last lines.
 * @param {string} output
 */
export function buildErrors(output) {
  const lines = output.split("\n");
  const first = lines.findIndex((line) => FAULT.test(line));
  return first < 0 ? lines.slice(-40) : lines.slice(Math.max(0, first - 2), first + 38);
}

/** @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv} */
export function buildEnvironment(env = process.env) {
  const kept = Object.entries(env).filter(([name]) => PASSED_ON.test(name));
  return { ...Object.fromEntries(kept), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
}

/** Next copies `.env` files into some outputs; secrets have no place there. @param {string} folder */
export function removeEnvCopies(folder) {
  for (const place of [folder, join(folder, "standalone")]) {
    if (!existsSync(place)) continue;
    for (const name of readdirSync(place)) if (/^\.env(\.|$)/.test(name)) rmSync(join(place, name));
  }
}

if (isProgram(import.meta.url)) {
  await runMain(async () => {
    checkNode();
    await ensureInstalled();
    if ((await ensureBuilt()) === "current") say("✓ The build is current");
  });
}
