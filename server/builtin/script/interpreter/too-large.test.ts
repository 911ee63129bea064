import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

const DATA = `D: LOAD * INLINE [G, N
  a, 9223372036854775807
  a, 9223372036854775807
  b, 9007199254740993];
`;
const LARGE = 2 ** 63;

async function loaded(script: string): Promise<unknown[][]> {
  current = await testRun();
  await current.run(`${DATA}${script}`);
  return current.rows("R");
}

describe("whole numbers beyond 64 bits go on as doubles", () => {
  it.each<[string, unknown[][]]>([
    [
      "R: LOAD G, Sum(N) AS S RESIDENT D GROUP BY G;",
      [
        ["a", 2 * LARGE],
        ["b", 2 ** 53],
      ],
    ],
    ["R: LOAD N * 2 AS M RESIDENT D WHERE G = 'a';", [[2 * LARGE], [2 * LARGE]]],
    ["R: LOAD M + 1 AS P; LOAD DISTINCT N + N AS M RESIDENT D WHERE G = 'a';", [[2 * LARGE]]],
    [
      "R: LOAD 1 AS M AUTOGENERATE 1; CONCATENATE (R) LOAD N * 2 AS M RESIDENT D WHERE G = 'a';",
      [[1], [2 * LARGE], [2 * LARGE]],
    ],
    ["LET v = 9223372036854775807 * 2; R: LOAD $(v) / 2 AS M AUTOGENERATE 1;", [[LARGE]]],
    ["R: LOAD RangeSum(N, Peek('T')) AS T RESIDENT D WHERE G = 'a';", [[LARGE], [2 * LARGE]]],
    [
      "R: LOAD N + Peek('T') AS X, N AS T RESIDENT D WHERE G = 'a';",
      [
        [null, "9223372036854775807"],
        [2 * LARGE, "9223372036854775807"],
      ],
    ],
  ])("%s", async (script, expected) => {
    const rows = await loaded(script);
    const near = rows.map((row) => row.map((v) => (typeof v === "number" ? Number(v.toPrecision(12)) : v)));
    const wanted = expected.map((row) =>
      row.map((v) => (typeof v === "number" ? Number(v.toPrecision(12)) : v)),
    );
    expect(near).toEqual(wanted);
  });

  it("what fits stays exact, also in the statement after one that does not", async () => {
    const rows = await loaded("X: LOAD N * 2 AS M RESIDENT D; R: LOAD N + 1 AS P RESIDENT D WHERE G = 'b';");
    expect(rows).toEqual([["9007199254740994"]]);
  });
});
