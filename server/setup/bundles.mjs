import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

/** Programs that are processes of their own: name of the bundle in `dist/` and its source. */
export const ENTRIES = {
  "engine-host": "server/builtin/host/entry.ts",
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
  if (entries.length === 0) return [];
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir: "dist",
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
  return entries.map(([name]) => name);
}
