import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What is asked for → the package's file that holds it. */
const FILES = {
  react: "react/cjs/react.production.js",
  "react/jsx-runtime": "react/cjs/react-jsx-runtime.production.js",
  "react-dom": "react-dom/cjs/react-dom.production.js",
  "react-dom/client": "react-dom/cjs/react-dom-client.production.js",
  scheduler: "scheduler/cjs/scheduler.production.js",
};

/**
 * A CommonJS file as a module. Every name it exports must be set by `exports.name =` somewhere in it.
 * @param {string} source
 */
export function asModule(source) {
  const asked = [...new Set([...source.matchAll(/\brequire\("([\w/:-]+)"\)/g)].map(([, id = ""]) => id))];
  const names = [...new Set([...source.matchAll(/\bexports\.(\w+)\s*=[^=]/g)].map(([, name = ""]) => name))];
  const body = source.replaceAll(/\brequire\("([\w/:-]+)"\)/g, (_, id) => `asked${asked.indexOf(id)}`);
  return [
    ...asked.map((id, i) => `import asked${i} from ${JSON.stringify(id)};`),
    "const exports = {};",
    body,
    ...names.map((name) => `const named_${name} = exports.${name}; export { named_${name} as ${name} };`),
    "export default exports;",
  ].join("\n");
}

/**
 * Bundles React as modules. As CommonJS all of it is inside functions: a browser reads it while it is fetched, and then
 * a second time, on the thread that draws.
 * @param {string} root
 * @returns {import("esbuild").Plugin}
 */
export function reactAsModules(root) {
  const require = createRequire(join(root, "package.json"));
  /** @param {string} id */
  const fileOf = (id) => {
    const file = FILES[/** @type {keyof typeof FILES} */ (id)];
    const from = id === "scheduler" ? createRequire(require.resolve("react-dom/package.json")) : require;
    const [name = ""] = file.split("/");
    return join(dirname(from.resolve(`${name}/package.json`)), file.slice(name.length + 1));
  };
  return {
    name: "react-as-modules",
    setup(build) {
      build.onResolve(
        { filter: /^(react|react\/jsx-runtime|react-dom|react-dom\/client|scheduler)$/ },
        ({ path }) => ({
          path: fileOf(path),
        }),
      );
      build.onLoad(
        {
          filter:
            /[\\/]cjs[\\/](react|react-jsx-runtime|react-dom|react-dom-client|scheduler)\.production\.js$/,
        },
        ({ path }) => ({
          contents: asModule(readFileSync(path, "utf8")),
        }),
      );
    },
  };
}
