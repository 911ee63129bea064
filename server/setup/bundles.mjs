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

/** Packages of many small files, which take longer to read than all else when a process starts. */
const INSIDE = ["@duckdb/node-api", "drizzle-orm", "superjson", "temporal-polyfill", "yaml", "zod"];

/** Leaves other packages where they are. @type {import("esbuild").Plugin} */
const packages = {
  name: "packages",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      const isOurs = kind === "entry-point" || path.startsWith("@/");
      const isInside = INSIDE.some((name) => path === name || path.startsWith(`${name}/`));
      return isOurs || isInside ? undefined : { path, external: true };
    });
  },
};

/** What packages inside that are no modules ask for others with. */
const REQUIRE = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

/** How any of our programs is bundled, in memory. @param {string} root */
export function bundling(root) {
  return /** @satisfies {import("esbuild").BuildOptions} */ ({
    absWorkingDir: root,
    write: false,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    plugins: [packages],
    banner: { js: REQUIRE },
    tsconfig: join(root, "tsconfig.json"),
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "silent",
  });
}

/**
 * Bundles every entry into `dist/<name>.mjs`: our code inside, most packages outside. Source maps hold positions only.
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
  const { outputFiles } = await build({ ...bundling(root), entryPoints: entries, outdir: "dist" });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
}
