import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { circling } from "./circles";
import { buildGraph } from "./graph";

const table = (name: string, ...fields: string[]) => ({ name, fields });
const links = (g: ReturnType<typeof buildGraph>) =>
  g.links
    .map((l) => ({ ...l, members: l.members.filter((m) => !m.startsWith("$Key")) }))
    .filter((l) => l.members.length > 1)
    .map((l) => `${l.fields.join("+")}: ${l.members.join(" ")}`)
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

describe("circles", () => {
  const circle = (rows: Record<string, number>) =>
    buildGraph([
      { ...table("a", "ab", "ca"), rows: rows.a },
      { ...table("b", "ab", "bc"), rows: rows.b },
      { ...table("c", "bc", "ca", "cd"), rows: rows.c },
      table("d", "cd", "de"),
      table("e", "de"),
    ]);

  test.each([
    ["the first of equals", {}, "a", ["ab", "ca"], ["bc: b c", "cd: c d", "de: d e"]],
    ["the largest", { a: 1, b: 9, c: 2 }, "b", ["ab", "bc"], ["ca: a c", "cd: c d", "de: d e"]],
    ["what else it links stays", { a: 1, b: 2, c: 3 }, "c", ["ca", "bc"], ["ab: a b", "cd: c d", "de: d e"]],
  ])("one table is loosened: %s", (_, rows, loose, fields, left) => {
    const g = circle(rows);
    expect(g.loops).toEqual([["a", "b", "c"]]);
    expect(g.loosened).toEqual([{ table: loose, fields, circle: ["a", "b", "c"] }]);
    expect(links(g)).toEqual(left);
    const islands = new Map(g.tables.map((t) => [t.name, t.island]));
    const others = ["a", "b", "c"].filter((name) => name !== loose);
    expect(new Set(others.map((name) => islands.get(name))).size).toBe(1);
    expect(islands.get(loose)).not.toBe(islands.get(others[0] ?? ""));
    expect(new Set(g.tables.map((t) => t.component)).size).toBe(1);
  });

  test("a table the script loosens has no links, and opens the circles it is on", () => {
    const g = buildGraph([
      { ...table("a", "ab", "ca"), rows: 9 },
      { ...table("b", "ab", "bc"), loosened: true },
      table("c", "bc", "ca", "cd"),
      table("d", "cd"),
    ]);
    expect(g.loops).toEqual([]);
    expect(g.loosened).toEqual([{ table: "b", fields: ["ab", "bc"], circle: [] }]);
    expect(links(g)).toEqual(["ca: a c", "cd: c d"]);
  });

  test("two circles with a bridge between are two, and each loosens one table", () => {
    const g = buildGraph([
      table("a", "ab", "ca"),
      table("b", "ab", "bc"),
      table("c", "bc", "ca", "bridge"),
      table("x", "xy", "zx", "bridge"),
      table("y", "xy", "yz"),
      table("z", "yz", "zx"),
    ]);
    expect(g.loops).toEqual([
      ["a", "b", "c"],
      ["x", "y", "z"],
    ]);
    expect(g.loosened.map((l) => l.table)).toEqual(["a", "x"]);
    expect(links(g)).toEqual(["bc: b c", "bridge: c x", "yz: y z"]);
  });

  test("a table may close several circles; loosened once, it opens all of them", () => {
    const g = buildGraph([
      { ...table("fact", "p", "q", "r"), rows: 100 },
      table("a", "p", "x"),
      table("b", "q", "x"),
      table("c", "r", "x"),
    ]);
    expect(g.loosened).toEqual([{ table: "fact", fields: ["p", "q", "r"], circle: ["fact", "a", "b", "c"] }]);
    expect(links(g)).toEqual(["x: a b c"]);
  });

  test("a circle through a synthetic key loosens a real table", () => {
    const g = buildGraph([
      table("a", "x", "y"),
      table("b", "x", "y"),
      table("c", "x", "z"),
      { ...table("d", "y", "z"), rows: 1 },
    ]);
    expect(g.loosened.map((l) => l.table)).toEqual(["d"]);
    expect(links(g)).toEqual(["x+y: a b $Syn 1", "x: c $Syn 1"]);
  });

  test("whatever the tables, what is left is a forest, and only tables of circles are loosened", () => {
    const fields = fc.uniqueArray(fc.constantFrom(..."abcdefg"), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fields, { minLength: 1, maxLength: 7 }), (tables) => {
        const g = buildGraph(tables.map((f, i) => ({ ...table(`t${i}`, ...f), rows: i })));
        const edges = g.links.flatMap((l, i) => l.members.map((node) => ({ symbol: String(i), node })));
        expect(circling(edges)).toEqual([]);
        const inLoops = new Set(g.loops.flat());
        for (const l of g.loosened)
          expect(inLoops.has(l.table) || l.table.startsWith("$Syn"), l.table).toBe(true);
        expect(g.loosened.length > 0).toBe(g.loops.length > 0);
      }),
    );
  });
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
