import { describe, expect, it } from "vitest";
import { scriptTables } from "../testing/tables";

const run = scriptTables();
const DATA = `D: LOAD * INLINE [G, N
  x, 1
  a, 9223372036854775807
  b, 9007199254740993
  a, 5];
`;
/** Whether the next new value gets the number behind the last one. */
const NEXT = "Z: LOAD AutoNumber('new', 'n') AS z AUTOGENERATE 1;";

describe("a LOAD that is run again with doubles leaves nothing of its first run", () => {
  it.each([
    ["in one query", "R: LOAD G AS K, N * 2 AS M, AutoNumber(G, 'n') AS an, RecNo() AS rec, RowNo() AS row"],
    [
      "row by row",
      "R: LOAD G AS K, Alt(Peek('M') * 0, 0) + N * 2 AS M, AutoNumber(G, 'n') AS an, RecNo() AS rec, RowNo() AS row",
    ],
  ])("%s: numbers, places and values already met", async (_, load) => {
    const { tables } = await run(`${DATA}${load} RESIDENT D WHERE NOT Exists(K, G); ${NEXT}`);
    const places = tables.R?.rows.map(([key, , ...others]) => [key, ...others.map(Number)]);
    expect(places).toEqual([
      ["x", 1, 1, 1],
      ["a", 2, 2, 2],
      ["b", 3, 3, 3],
    ]);
    expect(tables.Z?.rows).toEqual([["4"]]);
  });

  it("rows added to a table are there once", async () => {
    const { tables } = await run(
      `${DATA}R: LOAD 0.5 AS M AUTOGENERATE 1; CONCATENATE (R) LOAD N * 2 AS M RESIDENT D;`,
    );
    expect(tables.R?.rows).toHaveLength(5);
  });
});
