import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./paths.mjs";

/** Programs that are processes of their own: name of the bundle in `dist/` and its source. */
export const ENTRIES = {
  "engine-host": "server/builtin/host/entry.ts",
  "engine-helper": "server/builtin/kernel/helper/worker.ts",
  reload: "server/builtin/reload/entry.ts",
  exports: "components/exports/entry.ts",
  invoices: "components/documents/invoice/entry.tsx",
  cli: "server/cli/entry.ts",
  worker: "server/worker.ts",
};

/** The entries whose source is there. @param {string} root @returns {[string, string][]} */
export function presentEntries(root = ROOT) {
  return Object.entries(ENTRIES).filter(([, source]) => existsSync(join(root, source)));
}

/**
 * Bundles every entry into `dist/<name>.mjs`: our code inside, packages outside. Source maps hold positions only.
 * @param {string} root
 * @returns {Promise<string[]>} names of the bundles made
 */
export async function buildBundles(root = ROOT) {
  const entries = presentEntries(root);
  if (entries.length > 0) await bundle(Object.fromEntries(entries), root);
  return entries.map(([name]) => name);
}

/**
 * Bundles entries, as names and sources, into `dist/<name>.mjs`. Each file is there in whole or as it was: a process may
 * start from it in the same moment.
 * @param {Record<string, string>} entries
 * @param {string} root
 */
export async function bundle(entries, root = ROOT) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: "dist",
    write: false,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    tsconfig: join(root, "tsconfig.json"),
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "silent",
  });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
}
