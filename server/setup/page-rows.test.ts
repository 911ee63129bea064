import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./paths.mjs";

const LOOKS = "e2e/accessibility";

/** Pages that the specs of the folder do not open, with the reason: nothing to look at, or who looks at them. */
const ELSEWHERE: Record<string, string> = {
  "/settings": "leads on",
  "/templates/[id]": "leads on",
  "/gallery/charts": "e2e/charts/charts.spec.ts",
  "/gallery/dashboards/[state]": "e2e/dashboards/dashboard.spec.ts",
  "/gallery/sheet-editor": "e2e/sheet-editor/sheet-editor.spec.ts",
};

const files = (folder: string, ends: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ends))
    .map((name) => join(folder, name));
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** A page's address as its folders name it: `/tenants/[tenantId]`. */
const routeOf = (file: string) =>
  `/${file
    .split("/")
    .slice(1, -1)
    .filter((part) => !part.startsWith("("))
    .join("/")}`;
const pages = new Map(files("app", "page.tsx").map((file) => [routeOf(file), file]));

const matches = (route: string, parts: string[]) => {
  const wanted = route.split("/").slice(1).filter(Boolean);
  const rest = wanted.findIndex((part) => part.includes("[..."));
  const fixed = rest < 0 ? wanted : wanted.slice(0, rest);
  if (rest < 0 ? parts.length !== wanted.length : parts.length < rest) return false;
  return fixed.every((part, i) => part.startsWith("[") || part === parts[i]);
};
/** How Next chooses among pages that fit: names before places, places before whatever is left. */
const rank = (route: string) => route.replace(/\[\[?\.\.\.[^/]*/g, "~~").replace(/\[[^/]*/g, "~");

/** The page an address of a spec leads to; what the spec puts in stands for an id, at a name's end for a query. */
function pageOf(address: string): string | undefined {
  const [path = ""] = address
    .replace(/([^/])\$\{.*$/, "$1")
    .replace(/\$\{[^}]*\}/g, "<id>")
    .split(/[?#]/);
  const parts = path.split("/").slice(1).filter(Boolean);
  const found = [...pages.keys()].filter((route) => matches(route, parts));
  return found.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0];
}

const addresses = (file: string) =>
  [...read(file).matchAll(/["`](\/(?:[^"`$\s]|\$\{[^}]*\})*)["`]/g)].map((found) => found[1] ?? "");

test("axe looks at every page there is, or it is said why not", () => {
  const seen = new Set(files(LOOKS, ".ts").flatMap(addresses).map(pageOf));
  expect([...pages.keys()].filter((route) => !seen.has(route) && !(route in ELSEWHERE))).toEqual([]);
});

test("what is said of pages looked at elsewhere holds", () => {
  for (const [route, reason] of Object.entries(ELSEWHERE)) {
    const page = read(pages.get(route) ?? expect.fail(`There is no page ${route}.`));
    if (reason === "leads on") expect(page, route).toContain("redirect(");
    else {
      expect(read(reason), reason).toContain("expectNoViolations(");
      expect(addresses(reason).map(pageOf), reason).toContain(route);
    }
  }
});
