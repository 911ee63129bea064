import { beforeAll, describe, expect, test } from "vitest";
import { embedScript } from "./embed-script.mjs";
import { ROOT } from "./paths.mjs";
import { asModule } from "./react-modules.mjs";

let made: Awaited<ReturnType<typeof embedScript>>;
const textOf = (name: string) => made.files.get(name) ?? "";

const IMPORTS = /\bimport\s*(?:\{([^}]*)\}\s*from\s*)?"\.\/([^"]+)"/g;
/** See `embed-late.mjs`. */
const LOADED = /(?:\bimport|\$late|\$first)\("\.\/([^"]+)"\)/g;

/** What a file exports, by the statement at its end. */
function exportsOf(name: string): string[] {
  const [, list = ""] = /\bexport\s*\{([^}]*)\};?\s*$/.exec(textOf(name)) ?? [];
  return list.split(",").map((part) => part.trim().split(" as ").at(-1) ?? "");
}

beforeAll(async () => {
  made = await embedScript(ROOT, {
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    write: false,
    target: "es2022",
    logLevel: "silent",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
  });
});

describe("the frame's script", () => {
  test("opens with three files: the talk with the page around, the dashboard, the drawing library", () => {
    const { opening, script, preload } = made.first;
    const first = [opening, script, ...preload];
    expect(first).toHaveLength(3);
    for (const name of first) {
      const asked = [...textOf(name).matchAll(IMPORTS)].map(([, , other]) => other);
      expect(first, name).toEqual(expect.arrayContaining(asked));
    }
    expect([...textOf(opening).matchAll(IMPORTS)]).toEqual([]);
  });

  test("finds in every file what it imports from it", () => {
    const asked = [...made.files.keys()].flatMap((name) =>
      [...textOf(name).matchAll(IMPORTS)].map(([, names = "", from = ""]) => ({ name, names, from })),
    );
    expect(asked.length).toBeGreaterThan(10);
    for (const { name, names, from } of asked) {
      expect(made.files.has(from), `${name} asks ${from}`).toBe(true);
      const wanted = names.split(",").map((part) => part.trim().split(" as ")[0] ?? "");
      expect(exportsOf(from), `${name} asks ${from}`).toEqual(expect.arrayContaining(wanted.filter(Boolean)));
    }
  });

  test("names every file it loads later", () => {
    const later = [...made.files].flatMap(([, text]) =>
      [...text.matchAll(LOADED)].map(([, name = ""]) => name),
    );
    expect(later.length).toBeGreaterThan(5);
    expect([...made.files].filter(([, text]) => /\bimport\("/.test(text)).map(([name]) => name)).toEqual([]);
    expect(later.filter((name) => !made.files.has(name))).toEqual([]);
    expect(
      later.filter((name) => exportsOf(name).join("") === ""),
      "what is loaded holds something",
    ).toEqual([]);
  });

  test("holds React at its top level: what is inside a function is read twice", () => {
    expect(textOf(made.first.script)).toContain(".createRoot=function");
    expect(textOf(made.first.script)).not.toMatch(/react-dom-client[\w.]*"?\(/);
  });
});

describe("a CommonJS file as a module", () => {
  test("imports what it required and exports what it set, by name and as a whole", async () => {
    const text = asModule(
      '"use strict";\nvar n = require("node:path");\nexports.join = n.join;\nexports.one = 1;',
    );
    expect(text).not.toMatch(/require\(/);
    const module = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    expect(module.one).toBe(1);
    expect(module.join("a", "b")).toBe("a/b");
    expect(Object.keys(module.default)).toEqual(["join", "one"]);
  });
});
