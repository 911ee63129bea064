import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { embedScript } from "./embed-script.mjs";
import { isProgram, ROOT } from "./paths.mjs";

/** What the page around the frame loads, and what runs inside looks like. */
const ENTRY = "components/embed/entry.tsx";
const STYLES = "components/embed/embed.css";
const ELEMENT = "components/embed/element/index.ts";

const TYPES = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  woff2: "font/woff2",
};

/** Folders whose files the bundle is made of. */
const SOURCES = [
  "components",
  "server/apps",
  "server/platform",
  "server/shared/brand",
  "server/shared/spreadsheet-model.ts",
  "server/templates",
  "server/setup/embed-bundle.mjs",
  "server/setup/embed-late.mjs",
  "server/setup/embed-script.mjs",
  "server/setup/react-modules.mjs",
];

/** @param {string} root */
const manifestFile = (root) => join(root, "dist", "embed", "manifest.json");

/** The project has an embed to bundle. @param {string} root */
export const hasEmbed = (root = ROOT) => existsSync(join(root, ENTRY));

/** The bundle is there, of whatever sources. @param {string} root */
export const hasEmbedBundle = (root = ROOT) => existsSync(manifestFile(root));

/** @param {string} path @returns {number} newest change of a file or of what is below a folder, in ms */
function newest(path) {
  const facts = statSync(path);
  if (!facts.isDirectory()) return facts.mtimeMs;
  const below = readdirSync(path).filter((name) => !/\.test\.tsx?$/.test(name));
  return Math.max(facts.mtimeMs, ...below.map((name) => newest(join(path, name))));
}

/** The bundle is there and no source is newer. @param {string} root */
export function embedIsCurrent(root = ROOT) {
  if (!hasEmbedBundle(root)) return false;
  const made = statSync(manifestFile(root)).mtimeMs;
  return SOURCES.every((source) => newest(join(root, source)) <= made);
}

/** @param {string} root @param {boolean} minify */
function common(root, minify) {
  return {
    absWorkingDir: root,
    bundle: true,
    minify,
    write: /** @type {const} */ (false),
    target: ["es2022", "chrome109", "firefox115", "safari16.4"],
    tsconfig: join(root, "tsconfig.json"),
    logLevel: /** @type {const} */ ("silent"),
    legalComments: /** @type {const} */ ("none"),
    define: { "process.env.NODE_ENV": '"production"' },
  };
}

/** @param {string} root @param {boolean} minify */
const script = (root, minify) => embedScript(root, common(root, minify));

/** The element of host pages: one small classic script. @param {string} root @param {boolean} minify */
async function element(root, minify) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    ...common(root, minify),
    entryPoints: [ELEMENT],
    outfile: join(root, "dist", "embed", "assets", "tenantry.js"),
    format: "iife",
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}

/** Tailwind's classes that the frame's components use, and the fonts. @param {string} root @param {boolean} minify */
async function styles(root, minify) {
  const [{ default: postcss }, { default: tailwind }, { build }] = await Promise.all([
    import("postcss"),
    import("@tailwindcss/postcss"),
    import("esbuild"),
  ]);
  const from = join(root, STYLES);
  const { css } = await postcss([tailwind({ base: root, optimize: minify })]).process(
    readFileSync(from, "utf8"),
    {
      from,
    },
  );
  const { outputFiles } = await build({
    ...common(root, minify),
    stdin: {
      contents: css,
      loader: "css",
      resolveDir: join(root, "components", "embed"),
      sourcefile: "embed.css",
    },
    outdir: join(root, "dist", "embed", "assets"),
    entryNames: "embed-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
  });
  return outputFiles;
}

/**
 * All script a host's page waits for before the first figures, made in memory: each file with its size in bytes, gzip,
 * and the modules it is made of. What a test holds small.
 * @param {string} root
 */
export async function firstScripts(root = ROOT) {
  const [scripts, elementBytes] = await Promise.all([script(root, true), element(root, true)]);
  const { opening, script: start, preload } = scripts.first;
  const size = async (/** @type {string | Uint8Array} */ bytes) =>
    (await promisify(gzip)(bytes, { level: 9 })).length;
  const first = [opening, start, ...preload].map(async (name) => ({
    name,
    size: await size(scripts.files.get(name) ?? ""),
    modules: scripts.modules.get(name) ?? [],
  }));
  return Promise.all([
    { name: "tenantry.js", size: await size(elementBytes), modules: /** @type {string[]} */ ([]) },
    ...first,
  ]);
}

/**
 * Makes `dist/embed/`: hashed files with their compressed forms, `manifest.json`, and `public/embed/tenantry.js`.
 * @param {string} root
 * @param {{ minify?: boolean }} [options]
 */
export async function buildEmbed(root = ROOT, { minify = true } = {}) {
  const assets = join(root, "dist", "embed", "assets");
  const [scripts, elementBytes, sheets] = await Promise.all([
    script(root, minify),
    element(root, minify),
    styles(root, minify),
  ]);
  /** @type {Map<string, Buffer>} */
  const files = new Map([["tenantry.js", elementBytes]]);
  for (const [name, text] of scripts.files) files.set(name, Buffer.from(text));
  for (const file of sheets) files.set(relative(assets, file.path), Buffer.from(file.contents));
  mkdirSync(assets, { recursive: true });
  await Promise.all([...files].map(([name, bytes]) => writePacked(join(assets, name), bytes, minify)));
  mkdirSync(join(root, "public", "embed"), { recursive: true });
  writeFileSync(join(root, "public", "embed", "tenantry.js"), elementBytes);
  const names = [...files.keys()];
  const manifest = {
    ...scripts.first,
    styles: names.filter((name) => name.endsWith(".css")),
    fonts: names.filter((name) => /-latin-wght-.*\.woff2$/.test(name)),
    files: Object.fromEntries(
      names.map((name) => [name, TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream"]),
    ),
    hash: createHash("sha256").update(names.sort().join()).digest("hex"),
  };
  const part = `${manifestFile(root)}.part`;
  writeFileSync(part, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(part, manifestFile(root));
  const wanted = new Set(names.flatMap((name) => [name, `${name}.br`, `${name}.gz`]));
  for (const name of readdirSync(assets)) if (!wanted.has(name)) rmSync(join(assets, name), { force: true });
  return manifest;
}

/** @param {string} file @param {Buffer} bytes @param {boolean} best */
async function writePacked(file, bytes, best) {
  writeFileSync(file, bytes);
  if (!/\.(js|css)$/.test(file)) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: best ? 11 : 4 };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, { params }),
    promisify(gzip)(bytes, { level: best ? 9 : 4 }),
  ]);
  writeFileSync(`${file}.br`, br);
  writeFileSync(`${file}.gz`, gz);
}

if (isProgram(import.meta.url)) {
  if (!process.argv.includes("--if-stale") || !embedIsCurrent())
    await buildEmbed(ROOT, { minify: !process.argv.includes("--if-stale") });
}
