import { describe, expect, it } from "vitest";
import { scriptTables } from "../../testing/tables";

const tables = scriptTables();

const SALES = `LOAD * INLINE [
Product, Jan 2021, Feb 2021
A, 100, 98
B, 284, 279];`;

describe("CROSSTABLE", () => {
  it("turns the columns behind the first into rows, record by record", async () => {
    const { tables: made } = await tables(`Sales: CROSSTABLE (Month, Sales) ${SALES}`);
    expect(made).toEqual({
      Sales: {
        fields: ["Product", "Month", "Sales"],
        rows: [
          ["A", "Jan 2021", "100"],
          ["A", "Feb 2021", "98"],
          ["B", "Jan 2021", "284"],
          ["B", "Feb 2021", "279"],
        ],
      },
    });
  });

  it.each<[string, string, number, string[]]>([
    ["keeps n fields in front", "CROSSTABLE (Month, Sales, 2)", 2, ["Product", "Jan 2021", "Month", "Sales"]],
    ["turns all of them with 0", "CROSSTABLE ([The Month], 'Sales', 0)", 6, ["The Month", "Sales"]],
    ["knows quoted names", 'CROSSTABLE ("a b", [c])', 4, ["Product", "a b", "c"]],
  ])("%s", async (_, prefix, rows, fields) => {
    const { tables: made } = await tables(`T: ${prefix} ${SALES}`);
    expect(made.T?.fields).toEqual(fields);
    expect(made.T?.rows.length).toBe(rows);
  });

  it("gives columns of different types one that holds them all, and leaves NULL out", async () => {
    const { tables: made } = await tables(
      "T: CROSSTABLE (Name, Value) LOAD 1 AS Key, 2 AS a, 'x' AS b, Null() AS c, 1.5 AS d AUTOGENERATE 1;",
    );
    expect(made.T?.rows).toEqual([
      ["1", "a", "2"],
      ["1", "b", "x"],
      ["1", "d", "1.5"],
    ]);
  });

  it("keeps what each value shows where dates, times and formatted numbers stand beside numbers", async () => {
    const { tables: made } = await tables(
      `S: LOAD 'a' AS Key, Date(45000, 'DD.MM.YYYY') AS Day, 7 AS Count, Money(5.5) AS Price, Null() AS No, Timestamp(45000.5, 'DD.MM. hh:mm') AS At AUTOGENERATE 1;
       Q: CROSSTABLE (Name, Value) LOAD * RESIDENT S;
       T: LOAD Name, Num(Value) AS Number, Text(Value) AS Shown RESIDENT Q;`,
    );
    expect(made.T?.rows).toEqual([
      ["Day", 45000, "15.03.2023"],
      ["Count", 7, "7"],
      ["Price", 5.5, "5.50"],
      ["At", 45000.5, "15.03. 12:00"],
    ]);
  });

  it("keeps a native column where all show alike", async () => {
    const { tables: made } = await tables(
      "T: CROSSTABLE (Name, Value) LOAD 'a' AS K, Date(45000) AS b, Date(45001) AS c, Null() AS d AUTOGENERATE 1;",
    );
    expect(made.T?.rows).toEqual([
      ["a", "b", "2023-03-15"],
      ["a", "c", "2023-03-16"],
    ]);
  });

  it("stands below a preceding LOAD and beside a JOIN", async () => {
    const { tables: made } = await tables(`
      T: LOAD Product, Month, Sales * 2 AS Double WHERE Sales > 99; CROSSTABLE (Month, Sales) ${SALES}
      LEFT JOIN (T) CROSSTABLE (Month, Sales) ${SALES}`);
    expect(made.T?.fields).toEqual(["Product", "Month", "Double", "Sales"]);
    expect(made.T?.rows).toEqual([
      ["A", "Jan 2021", "200", "100"],
      ["B", "Jan 2021", "568", "284"],
      ["B", "Feb 2021", "558", "279"],
    ]);
  });

  it("turns the rows of a SELECT", async () => {
    const { tables: made } = await tables(
      "LIB CONNECT TO 'Source'; T: CROSSTABLE (Year, Sales) SQL SELECT 'x' AS k, 1 AS \"2023\", 2 AS \"2024\";",
    );
    expect(made.T?.rows).toEqual([
      ["x", "2023", "1"],
      ["x", "2024", "2"],
    ]);
  });

  it("refuses a table that has no column left", async () => {
    await expect(tables(`T: CROSSTABLE (a, b, 3) ${SALES}`)).rejects.toMatchObject({ code: "script.value" });
  });
});

describe("FIRST and SAMPLE", () => {
  it.each<[string, string, number]>([
    ["at most n rows", "FIRST 3 LOAD RecNo() AS n AUTOGENERATE 10;", 3],
    ["all where there are fewer", "FIRST (30) LOAD RecNo() AS n AUTOGENERATE 10;", 10],
    ["none of 0", "FIRST 0 LOAD RecNo() AS n AUTOGENERATE 10;", 0],
    ["an expression", "FIRST 1 + 1 LOAD RecNo() AS n AUTOGENERATE 10;", 2],
    ["every row of probability 1", "SAMPLE 1 LOAD RecNo() AS n AUTOGENERATE 10;", 10],
  ])("%s", async (_, script, rows) => {
    const { tables: made } = await tables(`T: ${script}`);
    expect(made.T?.rows).toEqual(Array.from({ length: rows }, (__, i) => [String(i + 1)]));
  });

  it("FIRST counts the rows that WHERE leaves, in their order, before a transformation", async () => {
    const { tables: made } = await tables(`
      S: LOAD RecNo() AS n, 11 - RecNo() AS m AUTOGENERATE 10;
      T: NOCONCATENATE FIRST 2 LOAD n, m RESIDENT S WHERE n < 9 ORDER BY n DESC;
      U: CROSSTABLE (k, v) FIRST 1 LOAD 1 AS id, n, m RESIDENT S;`);
    expect(made.T?.rows).toEqual([
      ["8", "3"],
      ["7", "4"],
    ]);
    expect(made.U?.rows).toEqual([
      ["1", "n", "1"],
      ["1", "m", "10"],
    ]);
  });

  it("FIRST takes the first rows of a SELECT", async () => {
    const { tables: made } = await tables(
      "LIB CONNECT TO 'Source'; T: FIRST 2 SQL SELECT range AS r FROM range(5);",
    );
    expect(made.T?.rows).toEqual([["0"], ["1"]]);
  });

  it("SAMPLE takes every row with the same probability", async () => {
    const { tables: made } = await tables("T: SAMPLE (0.25) LOAD RecNo() AS n AUTOGENERATE 20000;");
    const share = (made.T?.rows.length ?? 0) / 20000;
    // Twelve standard deviations to either side.
    expect(share).toBeGreaterThan(0.21);
    expect(share).toBeLessThan(0.29);
  });

  it.each(["FIRST 'x'", "FIRST -1", "SAMPLE 0", "SAMPLE 1.5", "SAMPLE Null()"])(
    "refuses %s",
    async (prefix) => {
      await expect(tables(`T: ${prefix} LOAD 1 AS a AUTOGENERATE 1;`)).rejects.toMatchObject({
        code: "script.value",
        options: { params: { line: 1 } },
      });
    },
  );
});
