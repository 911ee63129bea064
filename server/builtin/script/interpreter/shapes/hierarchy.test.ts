import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scriptTables } from "../../testing/tables";

const tables = scriptTables();

const NODES = `LOAD * INLINE [
NodeID, ParentID, NodeName
1, 4, London
2, 3, Munich
3, 5, Germany
4, 5, UK
5, , Europe];`;

describe("HIERARCHY", () => {
  it("gives every node its levels, parent, path and depth", async () => {
    const { tables: made, warnings } = await tables(
      `T: HIERARCHY (NodeID, ParentID, NodeName, ParentName, NodeName, PathName, '\\', Depth) ${NODES}`,
    );
    expect(warnings).toEqual([]);
    expect(made.T).toEqual({
      fields: "NodeID ParentID NodeName NodeName1 NodeName2 NodeName3 ParentName PathName Depth".split(" "),
      rows: [
        ["1", "4", "London", "Europe", "UK", "London", "UK", "Europe\\UK\\London", "3"],
        ["2", "3", "Munich", "Europe", "Germany", "Munich", "Germany", "Europe\\Germany\\Munich", "3"],
        ["3", "5", "Germany", "Europe", "Germany", null, "Europe", "Europe\\Germany", "2"],
        ["4", "5", "UK", "Europe", "UK", null, "Europe", "Europe\\UK", "2"],
        ["5", null, "Europe", "Europe", null, null, null, "Europe", "1"],
      ],
    });
  });

  it.each<[string, string, string[]]>([
    ["levels alone", "", []],
    ["an argument left out makes no field", ", , , Path", ["Path"]],
    ["paths of another field, with /", ", Parent, NodeID, Path, , Depth", ["Parent", "Path", "Depth"]],
  ])("%s", async (_, rest, extra) => {
    const { tables: made } = await tables(`T: HIERARCHY (NodeID, ParentID, NodeName${rest}) ${NODES}`);
    expect(made.T?.fields.slice(6)).toEqual(extra);
    if (extra.length === 3) expect(made.T?.rows[0]?.slice(6)).toEqual(["UK", "5/4/1", "3"]);
  });

  it("takes nodes whose parent is not there as roots, and leaves loops out with a warning", async () => {
    const { tables: made, warnings } = await tables(`T: HIERARCHY (id, up, name) LOAD * INLINE [
      id, up, name
      1, 99, orphan
      2, 1, child
      3, 4, loop
      4, 3, loop
      5, 4, below
      6, 6, itself];`);
    expect(made.T?.rows.map((row) => row.slice(2))).toEqual([
      ["orphan", "orphan", null],
      ["child", "orphan", "child"],
    ]);
    expect(warnings).toEqual([
      "HIERARCHY left out 4 of 6 rows: no root leads to them, because their parents form a loop.",
    ]);
  });

  it("gives a node with two parents, and what is below it, one row for every way from a root", async () => {
    const { tables: made } = await tables(`T: HIERARCHY (id, up, name, , , path) LOAD * INLINE [
      id, up, name
      a, , a
      b, , b
      c, a, c
      c, b, c
      d, c, d];`);
    expect(made.T?.rows.map((row) => row.at(-1))).toEqual(["a", "b", "a/c", "b/c", "a/c/d", "b/c/d"]);
  });

  it("ends where a loop is reached from a root", async () => {
    const { tables: made } = await tables(`T: HIERARCHY (id, up, name, , , path) LOAD * INLINE [
      id, up, name
      a, , a
      b, a, b
      b, c, b
      c, b, c];`);
    expect(made.T?.rows.map((row) => row.at(-1))).toEqual(["a", "a/b", "a/b/c"]);
  });

  it("matches ids and parents of different types, and keeps the fields beside them", async () => {
    const { tables: made } = await tables(`
      S: LOAD 1 AS id, Null() AS up, 'r' AS name, Date(MakeDate(2024)) AS since AUTOGENERATE 1;
      CONCATENATE LOAD 2 AS id, 1 AS up, 's' AS name AUTOGENERATE 1;
      T: NOCONCATENATE HIERARCHY (id, up, name) LOAD id, Text(up) AS up, name, since RESIDENT S;`);
    expect(made.T?.rows).toEqual([
      ["1", null, "r", "2024-01-01", "r", null],
      ["2", "1", "s", null, "r", "s"],
    ]);
  });

  it("keeps nodes without an id or a name, which are nobody's parents", async () => {
    const { tables: made, warnings } = await tables(`
      S: LOAD 1 AS id, Null() AS up, 'a' AS name AUTOGENERATE 1;
      CONCATENATE LOAD Null() AS id, 1 AS up, 'b' AS name AUTOGENERATE 1;
      CONCATENATE LOAD 2 AS id, 1 AS up, Null() AS name AUTOGENERATE 1;
      CONCATENATE LOAD 3 AS id, 2 AS up, 'c' AS name AUTOGENERATE 1;
      T: NOCONCATENATE HIERARCHY (id, up, name, , , path) LOAD id, up, name RESIDENT S;`);
    expect(warnings).toEqual([]);
    expect(made.T?.rows.map((row) => row.slice(3))).toEqual([
      ["a", null, null, "a"],
      ["a", "b", null, "a/b"],
      ["a", null, null, "a/"],
      ["a", null, "c", "a//c"],
    ]);
  });

  it("has one level of no rows, so that the fields are there", async () => {
    const { tables: made } = await tables(`
      S: ${NODES} T: NOCONCATENATE HIERARCHY (NodeID, ParentID, NodeName) LOAD * RESIDENT S WHERE NodeID > 9;`);
    expect(made.T).toEqual({ fields: ["NodeID", "ParentID", "NodeName", "NodeName1"], rows: [] });
  });

  it.each<[string, string, string]>([
    ["a field that is not there", "HIERARCHY (NodeID, Parent, NodeName)", "script.field_missing"],
    ["two arguments", "HIERARCHY (NodeID, ParentID)", "script.syntax"],
    ["nine arguments", "HIERARCHY (a, b, c, d, e, f, g, h, i)", "script.syntax"],
    ["a name that is taken", "HIERARCHY (NodeID, ParentID, NodeName, NodeID)", "script.name"],
  ])("refuses %s", async (_, prefix, code) => {
    await expect(tables(`T: ${prefix} ${NODES}`)).rejects.toMatchObject({
      code,
      options: { params: { line: 1 } },
    });
  });

  it("tells the same ancestors as walking the parents does, for any forest", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(12), { minLength: 1, maxLength: 12 }), async (parents) => {
        const lines = parents.map((up, i) => `${i + 1}, ${up}, n${i + 1}`).join("\n");
        const load = `LOAD * INLINE [id, up, name\n${lines}];`;
        const { tables: made } = await tables(
          `T: HIERARCHY (id, up, name, , , path) ${load} B: HIERARCHYBELONGSTO (id, up, name, aid, aname, diff) ${load}`,
        );
        const paths = parents.map((_, i) => wayUp(parents, i + 1)).filter((way) => way !== undefined);
        expect(made.T?.rows.map((row) => row.at(-1)).sort()).toEqual(
          paths
            .map((way) =>
              [...way]
                .reverse()
                .map((n) => `n${n}`)
                .join("/"),
            )
            .sort(),
        );
        const pairs = paths.flatMap((way) => way.map((up, diff) => `${way[0]} ${up} ${diff}`));
        expect(made.B?.rows.map(([id, , aid, , diff]) => `${id} ${aid} ${diff}`).sort()).toEqual(
          pairs.sort(),
        );
      }),
      { numRuns: 12 },
    );
  });
});

/** From a node up to its root; undefined where the parents form a loop. */
function wayUp(parents: number[], node: number): number[] | undefined {
  const way: number[] = [];
  for (let at = node; at >= 1 && at <= parents.length; at = parents[at - 1] ?? 0) {
    if (way.includes(at)) return undefined;
    way.push(at);
  }
  return way;
}

describe("HIERARCHYBELONGSTO", () => {
  it("pairs every node with itself and all above it", async () => {
    const { tables: made } = await tables(
      `T: HIERARCHYBELONGSTO (NodeID, ParentID, NodeName, AncestorID, AncestorName, DepthDiff) ${NODES}`,
    );
    expect(made.T).toEqual({
      fields: ["NodeID", "NodeName", "AncestorID", "AncestorName", "DepthDiff"],
      rows: [
        ["1", "London", "1", "London", "0"],
        ["1", "London", "4", "UK", "1"],
        ["1", "London", "5", "Europe", "2"],
        ["2", "Munich", "2", "Munich", "0"],
        ["2", "Munich", "3", "Germany", "1"],
        ["2", "Munich", "5", "Europe", "2"],
        ["3", "Germany", "3", "Germany", "0"],
        ["3", "Germany", "5", "Europe", "1"],
        ["4", "UK", "4", "UK", "0"],
        ["4", "UK", "5", "Europe", "1"],
        ["5", "Europe", "5", "Europe", "0"],
      ],
    });
  });

  it("can name the ancestor as the parent was, as the documented example does", async () => {
    const { tables: made } =
      await tables(`T: HIERARCHYBELONGSTO (NodeID, AncestorID, NodeName, AncestorID, Name)
      LOAD * INLINE [NodeID, AncestorID, NodeName
      1, 2, London
      2, , Europe];`);
    expect(made.T?.rows).toEqual([
      ["1", "London", "1", "London"],
      ["1", "London", "2", "Europe"],
      ["2", "Europe", "2", "Europe"],
    ]);
  });

  it("tells a pair once, however many ways lead to it", async () => {
    const { tables: made } = await tables(`T: HIERARCHYBELONGSTO (id, up, name, aid, aname) LOAD * INLINE [
      id, up, name
      a, , a
      b, a, b
      c, a, c
      d, b, d
      d, c, d];`);
    expect(
      made.T?.rows
        .filter(([id]) => id === "d")
        .map((row) => row[2])
        .sort(),
    ).toEqual(["a", "b", "c", "d"]);
  });
});
