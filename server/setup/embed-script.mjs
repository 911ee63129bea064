import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { importsThatMayFail } from "./embed-late.mjs";
import { reactAsModules } from "./react-modules.mjs";

/** What runs inside the frame. */
const ENTRY = "components/embed/entry.tsx";
const OPENING = "components/embed/opening.ts";

/** Modules loaded by `import()` that are wanted from the start. */
const WANTED = "components/charts/draw/echarts.ts";

/**
 * Compiles messages while bundling, so that no parser of them goes along.
 * @returns {import("esbuild").Plugin}
 */
function compiledMessages() {
  return {
    name: "compiled-messages",
    setup(build) {
      build.onLoad({ filter: /[\\/]i18n[\\/]messages[\\/]\w+[\\/]\w+\.json$/ }, async ({ path }) => {
        const { default: compile } = await import("icu-minify/compile");
        /** @param {unknown} node @returns {unknown} */
        const walk = (node) =>
          typeof node === "string"
            ? compile(node)
            : Object.fromEntries(Object.entries(node ?? {}).map(([key, below]) => [key, walk(below)]));
        return { contents: JSON.stringify(walk(JSON.parse(readFileSync(path, "utf8")))), loader: "json" };
      });
    },
  };
}

/** Modules that are not needed before the first figures: what asks for them gets a stand-in that loads them then. */
const LATER = [
  { asked: /(^\.|\/parts)\/floating$/, by: /components[\\/]dashboards[\\/]/, standIn: "floating.tsx" },
  { asked: /^@base-ui\/react\/popover$/, by: /components[\\/]dashboards[\\/]/, standIn: "popover.tsx" },
  {
    asked: /bookmarks\/(missing|refused)-notice$/,
    by: /components[\\/]dashboards[\\/]/,
    standIn: "bookmark-notices.tsx",
  },
  { asked: /parts\/phone-filters$/, by: /components[\\/]dashboards[\\/]/, standIn: "phone-filters.tsx" },
  { asked: /files\/file-notice$/, by: /components[\\/]dashboards[\\/]/, standIn: "file-notice.tsx" },
  {
    asked: /^\.\/model$/,
    by: /kinds[\\/](boxplot|heatmap|histogram|treemap|waterfall)[\\/]index\.ts$/,
    standIn: "models.ts",
  },
  { asked: /view\/chart-view$/, by: /charts[\\/]kinds\.tsx$/, standIn: "chart-view.tsx" },
  { asked: /^\.\/view$/, by: /kinds[\\/]pivot[\\/]index\.ts$/, standIn: "pivot-view.tsx" },
  { asked: /\/text-blocks$/, by: /kinds[\\/]text\.tsx$/, standIn: "text-blocks.tsx" },
  // Of the portal's menu only the look: the rest would bring its library along.
  { asked: /ui\/menu$/, by: /components[\\/]dashboards[\\/]/, standIn: "../../ui/menu-classes.ts" },
];

/** @param {string} root @returns {import("esbuild").Plugin} */
function loadedLater(root) {
  return {
    name: "loaded-later",
    setup(build) {
      for (const { asked, by, standIn } of LATER)
        build.onResolve({ filter: asked }, ({ importer }) =>
          by.test(importer) ? { path: join(root, "components", "embed", "later", standIn) } : undefined,
        );
    },
  };
}

/** @param {string} path */
const baseName = (path) => path.split("/").at(-1) ?? "";

/**
 * The frame's script as esbuild splits it: by what is reached from where, in many small chunks.
 * @param {string} root
 * @param {import("esbuild").BuildOptions & { write: false }} options
 */
async function split(root, options) {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: { embed: ENTRY, opening: OPENING },
    outdir: join(root, "dist", "embed", "assets"),
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    format: "esm",
    splitting: true,
    metafile: true,
    jsx: "automatic",
    alias: {
      "next-intl": "use-intl",
      "use-intl/format-message": "use-intl/format-message/format-only",
    },
    plugins: [compiledMessages(), loadedLater(root), reactAsModules(root)],
  });
  const texts = new Map((outputFiles ?? []).map((file) => [baseName(file.path), file.text]));
  const facts = new Map(Object.entries(metafile?.outputs ?? {}).map(([path, o]) => [baseName(path), o]));
  return { texts, facts };
}

/** @typedef {Awaited<ReturnType<typeof split>>} Split */
/** @typedef {{ leader: string; members: string[]; name: string }} Group one file to be; its leader's exports keep their names */

/** A chunk and all it cannot begin without. @param {Split["facts"]} facts @param {string} leader */
function reached(facts, leader) {
  const found = new Set([leader]);
  for (const name of found)
    for (const { path, kind } of facts.get(name)?.imports ?? [])
      if (kind === "import-statement") found.add(baseName(path));
  return [...found];
}

/**
 * Which chunks become one file: what the opening needs, what the dashboard needs beside, and each of the others alone.
 * @param {Split} made
 */
function grouped({ texts, facts }) {
  const scripts = [...texts.keys()].filter((name) => name.endsWith(".js"));
  const leaderOf = (/** @type {string} */ module) =>
    scripts.find((name) => facts.get(name)?.entryPoint === module) ?? "";
  const leaders = [OPENING, ENTRY, WANTED].map(leaderOf);
  // One mark for all: a file imports others by name, so that none may stay what it was when another changes.
  const mark = createHash("sha256")
    .update(scripts.sort().join())
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(readFileSync(fileURLToPath(new URL("./embed-late.mjs", import.meta.url))))
    .digest("hex")
    .slice(0, 10);
  const taken = new Set();
  return [...leaders, ...scripts].flatMap((leader) => {
    if (taken.has(leader)) return [];
    const all = leaders.includes(leader) ? reached(facts, leader) : [leader];
    const members = all.filter((name) => !taken.has(name));
    for (const name of members) taken.add(name);
    return [{ leader, members, name: leader.replace(/(-\w+)?\.js$/, `$1-${mark}.js`) }];
  });
}

/** An export of a chunk as its group's file gives it. @param {Group} group @param {string} chunk @param {string} name */
const exported = (group, chunk, name) =>
  chunk === group.leader ? name : `c${group.members.indexOf(chunk)}_${name}`;

/** A static import between chunks, as esbuild writes it: names (none for the effect alone) and the chunk. */
const IMPORT = /\bimport\s*(?:\{([^}]*)\}\s*from\s*)?"\.\/([^"]+)"/g;

/**
 * A chunk that asks the files of other groups instead of their chunks.
 * @param {string} text @param {Group} group @param {Map<string, Group>} groupOf
 */
const asking = (text, group, groupOf) =>
  text.replaceAll(IMPORT, (statement, names, chunk) => {
    const other = groupOf.get(chunk);
    if (!other || other === group) return statement;
    if (names === undefined) return `import "./${other.name}"`;
    const parts = names.split(",").map((/** @type {string} */ part) => {
      const [name = "", as = name] = part.trim().split(/\s+as\s+/);
      return `${exported(other, chunk, name)} as ${as}`;
    });
    return `import { ${parts.join(", ")} } from "./${other.name}"`;
  });

/**
 * Lets a group's chunks find each other; all else has a file of its own.
 * @param {Split} made
 * @param {Group} group
 * @param {Map<string, Group>} groupOf
 * @returns {import("esbuild").Plugin}
 */
function joining({ texts }, group, groupOf) {
  return {
    name: "joining",
    setup(build) {
      build.onResolve({ filter: /^\.\// }, ({ path, kind }) => {
        const other = groupOf.get(path.slice(2));
        if (kind === "dynamic-import" && other) return { path: `./${other.name}`, external: true };
        return other === group ? { path: path.slice(2), namespace: "chunk" } : { path, external: true };
      });
      build.onLoad({ filter: /./, namespace: "chunk" }, ({ path }) => ({
        // With an export even one without its own is a module for sure, and joins in without a function around it.
        contents: `${asking(texts.get(path) ?? "", group, groupOf)}\nexport {};`,
      }));
    },
  };
}

/** Where a name stands by itself: it may begin and end with a dollar sign, beside which no word ends. @param {string} name */
const whole = (name) => new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`);

/**
 * One group's file. What no other file asks for is not exported.
 * @param {Split} made
 * @param {Group} group
 * @param {Map<string, Group>} groupOf
 * @param {string} others the files that may ask
 * @param {import("esbuild").BuildOptions & { write: false }} options
 */
async function joined(made, group, groupOf, others, options) {
  const { build } = await import("esbuild");
  const lines = group.members.map((chunk) => {
    if (chunk === group.leader) {
      const lines = [`import "./${chunk}";`, `export * from "./${chunk}";`];
      // All names are not yet the one without a name.
      if (made.facts.get(chunk)?.exports.includes("default"))
        lines.push(`export { default } from "./${chunk}";`);
      return lines.join(" ");
    }
    const asked = (made.facts.get(chunk)?.exports ?? [])
      .map((name) => ({ name, as: exported(group, chunk, name) }))
      .filter(({ as }) => whole(as).test(others));
    return `export { ${asked.map(({ name, as }) => `${name} as ${as}`).join(", ")} } from "./${chunk}";`;
  });
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: lines.join("\n"), resolveDir: options.absWorkingDir },
    format: "esm",
    plugins: [joining(made, group, groupOf)],
  });
  return outputFiles?.[0]?.text ?? "";
}

/**
 * The frame's script: a small file that opens the talk with the page around, one with all the dashboard cannot begin
 * without, the drawing library, and what is loaded later. Few files, because each costs a browser that opens an embed
 * for the first time some milliseconds, and six of them at most come at once.
 * @param {string} root
 * @param {import("esbuild").BuildOptions & { write: false }} options
 */
export async function embedScript(root, options) {
  const made = await split(root, options);
  const groups = grouped(made);
  const groupOf = new Map(groups.flatMap((group) => group.members.map((chunk) => [chunk, group])));
  /** @type {Map<string, string>} */
  const files = new Map();
  // Those that are asked come after those that ask.
  for (const group of groups.toReversed())
    files.set(group.name, await joined(made, group, groupOf, [...files.values()].join("\n"), options));
  for (const [name, text] of made.texts) if (!name.endsWith(".js")) files.set(name, text);
  const modules = new Map(
    groups.map(({ name, members }) => [
      name,
      members.flatMap((chunk) => Object.keys(made.facts.get(chunk)?.inputs ?? {})),
    ]),
  );
  const [opening = "", script = "", drawing = ""] = groups.map(({ name }) => name);
  const known = { first: [drawing], there: [opening, script] };
  for (const [name, text] of files)
    if (name.endsWith(".js")) files.set(name, importsThatMayFail(text, files, known));
  return { files, modules, first: { opening, script, preload: [drawing] } };
}
