import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function rowsOf(script: string, table = "T"): Promise<unknown[][]> {
  current = await testRun();
  await current.run(script);
  return current.rows(table);
}

describe("AUTONUMBER", () => {
  const SALES = `RegionSales: LOAD * INLINE [Region, Year, Month, Sales
    North, 2014, May, 245
    North, 2014, May, 347
    North, 2014, June, 127
    South, 2014, June, 645
    South, 2013, May, 367
    South, 2013, May, 221];\n`;

  it("numbers each field on its own, in load order", async () => {
    expect(await rowsOf(`${SALES}AUTONUMBER Region, Year, Month;`, "RegionSales")).toEqual([
      ["1", "1", "1", "245"],
      ["1", "1", "1", "347"],
      ["1", "1", "2", "127"],
      ["2", "1", "2", "645"],
      ["2", "2", "1", "367"],
      ["2", "2", "1", "221"],
    ]);
  });

  it("keeps links between tables, NULL, and one numbering for several fields", async () => {
    current = await testRun();
    await current.run(`A: LOAD If(RecNo() = 2, Null(), 'k' & RecNo()) AS Key, 'k3' AS Other AUTOGENERATE 3;
      B: LOAD 'k' & (4 - RecNo()) AS Key, RecNo() AS n AUTOGENERATE 4;
      AUTONUMBER "Ke?", Other USING 'keys';`);
    expect(await current.rows("A")).toEqual([
      ["1", "2"],
      [null, "2"],
      ["2", "2"],
    ]);
    expect(await current.rows("B")).toEqual([
      ["2", "1"],
      ["3", "2"],
      ["1", "3"],
      ["4", "4"],
    ]);
  });

  it("sees equal values of different types and formats as one", async () => {
    current = await testRun();
    await current.run(`A: LOAD Date(MakeDate(2024, 1, RecNo()), 'DD.MM.YYYY') AS Day AUTOGENERATE 2;
      B: LOAD MakeDate(2024, 1, 3 - RecNo()) AS Day, 1 AS x AUTOGENERATE 2; C: LOAD '7' AS N AUTOGENERATE 1; D: LOAD 7 AS N, 1 AS y AUTOGENERATE 1;
      AUTONUMBER Day, N;`);
    expect(await current.rows("B")).toEqual([
      ["2", "1"],
      ["1", "1"],
    ]);
    expect(await current.rows("D")).toEqual([["1", "1"]]);
  });

  it("goes on where an AutoNumber() of the same name has stopped", async () => {
    expect(
      await rowsOf(
        "T: LOAD AutoNumber('a' & RecNo(), 'k') AS K AUTOGENERATE 2; U: LOAD 'a' & (RecNo() + 1) AS L AUTOGENERATE 2; AUTONUMBER L USING k;",
        "U",
      ),
    ).toEqual([["2"], ["3"]]);
  });

  it("names fields there are none of", async () => {
    current = await testRun();
    await expect(current.run("AUTONUMBER Nope;")).rejects.toMatchObject({ code: "script.field_missing" });
  });
});

describe("AutoNumber() with an id of each row", () => {
  const ORDERS = `O: LOAD * INLINE [Customer, Day
    a, 3
    b, 1
    a, 1
    a, 3
    b, 2
    , 5];\n`;

  it("counts from 1 within each id, by the order of the rows", async () => {
    const made = "LOAD Customer, Day, AutoNumber(Day, Customer) AS N RESIDENT O ORDER BY Customer, Day DESC;";
    expect(await rowsOf(`${ORDERS}T: NOCONCATENATE ${made}`)).toEqual([
      ["", "5", "1"],
      ["a", "3", "1"],
      ["a", "3", "1"],
      ["a", "1", "2"],
      ["b", "2", "1"],
      ["b", "1", "2"],
    ]);
  });

  it("goes on in a later load, and leaves numberings of other ids alone", async () => {
    const later = `T: LOAD AutoNumber(Day, Customer) AS N, AutoNumber(Day) AS M, AutoNumber(Day, Customer & 'x') AS X INLINE [Customer, Day
      b, 9
      c, 9
      a, 1];`;
    expect(await rowsOf(`${ORDERS}F: LOAD AutoNumber(Day, Customer) AS F RESIDENT O; ${later}`)).toEqual([
      ["3", "1", "1"],
      ["1", "1", "1"],
      ["2", "2", "1"],
    ]);
  });
});
