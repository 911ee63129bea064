import { expect, test } from "vitest";
import { buildGraph } from "./graph";

const table = (name: string, ...fields: string[]) => ({ name, fields });
const links = (g: ReturnType<typeof buildGraph>) =>
  g.links
    .map((l) => `${l.fields.join("+")}: ${l.members.filter((m) => !m.startsWith("$Key")).join(" ")}`)
    .sort();

test("tables meet at fields of equal name; names are case-sensitive", () => {
  const g = buildGraph([
    table("o", "id", "cust"),
    table("c", "cust", "city", "ID"),
    table("x", "city", "region"),
  ]);
  expect(links(g)).toEqual(["city: c x", "cust: o c"]);
  expect(g.loops).toEqual([]);
  expect(new Set(g.tables.map((t) => t.island)).size).toBe(1);
});

test("a field in three tables is one meeting place, not a loop; its values have a hidden table", () => {
  const g = buildGraph([table("a", "k"), table("b", "k"), table("c", "k")]);
  expect(g.links).toEqual([{ fields: ["k"], members: ["a", "b", "c", "$Key k"] }]);
  expect(g.tables.find((t) => t.name === "$Key k")).toMatchObject({
    fields: ["k"],
    combines: ["a", "b", "c"],
  });
  expect(g.loops).toEqual([]);
});

test("unconnected tables are apart", () => {
  const g = buildGraph([table("a", "x"), table("b", "y")]);
  expect(g.links).toEqual([]);
  expect(g.tables[0]?.component).not.toBe(g.tables[1]?.component);
});

test("a circle is reported, cut out, and what hangs on it stays reachable from its own table only", () => {
  const g = buildGraph([
    table("a", "ab", "ca"),
    table("b", "ab", "bc"),
    table("c", "bc", "ca", "cd"),
    table("d", "cd", "de"),
    table("e", "de"),
  ]);
  expect(g.loops).toEqual([["a", "b", "c"]]);
  expect(links(g)).toEqual(["cd: c d", "de: d e"]);
  const island = Object.fromEntries(g.tables.map((t) => [t.name, t.island]));
  expect(island.c).toBe(island.e);
  expect(island.a).not.toBe(island.b);
  expect(new Set(g.tables.map((t) => t.component)).size).toBe(1);
});

test("two shared fields become one combined link with a hidden table, and no loop", () => {
  const g = buildGraph([table("a", "x", "y", "n"), table("b", "x", "y"), table("c", "x")]);
  expect(g.loops).toEqual([]);
  expect(g.tables.find((t) => t.name === "$Syn 1")).toMatchObject({
    fields: ["x", "y"],
    combines: ["a", "b"],
  });
  expect(links(g)).toEqual([`x+y: a b $Syn 1`, `x: c $Syn 1`]);
});

test("overlapping combined keys nest", () => {
  const g = buildGraph([table("a", "x", "y", "z"), table("b", "x", "y", "z"), table("c", "x", "y")]);
  expect(g.loops).toEqual([]);
  expect(links(g)).toEqual([`x+y+z: a b $Syn 1`, `x+y: c $Syn 1 $Syn 2`]);
});
