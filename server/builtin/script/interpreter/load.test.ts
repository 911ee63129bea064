import { afterEach, describe, expect, it } from "vitest";
import { type TestOptions, type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function start(options?: TestOptions): Promise<TestRun> {
  current = await testRun(options);
  return current;
}

/** Runs a script and gives the names, fields and rows of its tables. */
async function tables(script: string, options?: TestOptions) {
  const t = await start(options);
  const result = await t.run(script);
  const list: Record<string, { fields: string[]; rows: unknown[][] }> = {};
  for (const table of result.tables)
    list[table.name] = { fields: table.fields.map((f) => f.name), rows: await t.rows(table.name) };
  return list;
}

const ORDERS = `Orders: LOAD * INLINE [
Id, Customer, Amount
1, Ann, 10
2, Bob, 20
3, Ann, 5
];`;

describe("LOAD", () => {
  it("makes a table of inline rows with types found over all of them", async () => {
    const t = await start();
    const { tables: made, rows } = await t.run(`
      T: LOAD * INLINE [
        Id, Name, Price, Zip, Day
        1, "a, b", 1.5, 01234, 2024-01-15
        2, c, 2, 20095,
      ];`);
    expect(rows).toBe(2);
    expect(made[0]?.fields).toEqual([
      { name: "Id", type: "BIGINT", dual: false },
      { name: "Name", type: "VARCHAR", dual: false },
      { name: "Price", type: "DOUBLE", dual: false },
      { name: "Zip", type: "VARCHAR", dual: false },
      { name: "Day", type: "DATE", dual: false, format: "YYYY-MM-DD" },
    ]);
    expect(await t.rows("T")).toEqual([
      ["1", "a, b", 1.5, "01234", "2024-01-15"],
      ["2", "c", 2, "20095", null],
    ]);
  });

  it("computes, renames and filters, with WHERE on input names", async () => {
    const { Big } = await tables(`${ORDERS}
      Big: LOAD Id AS No, Upper(Customer) & '-' & Id AS Key, Amount * 2 AS Amount RESIDENT Orders WHERE Amount >= 10;`);
    expect(Big).toEqual({
      fields: ["No", "Key", "Amount"],
      rows: [
        ["1", "ANN-1", "20"],
        ["2", "BOB-2", "40"],
      ],
    });
  });

  it("names an unnamed expression by its text", async () => {
    const { T } = await tables(`${ORDERS} T: LOAD Id, Amount*2 RESIDENT Orders WHERE Id = 1;`);
    expect(T?.fields).toEqual(["Id", "Amount*2"]);
  });

  it("groups and aggregates", async () => {
    const { T } = await tables(`${ORDERS}
      T: LOAD Customer, Sum(Amount) AS Total, Count(Id) AS N, Count(DISTINCT Customer) AS D, Concat(Id, '|') AS Ids
      RESIDENT Orders GROUP BY Customer;`);
    expect(T?.rows).toEqual([
      ["Ann", "15", "2", "1", "1|3"],
      ["Bob", "20", "1", "1", "2"],
    ]);
  });

  it("aggregates over everything without GROUP BY", async () => {
    const { T } = await tables(
      `${ORDERS} T: LOAD Max(Amount) AS M, FirstValue(Customer) AS F RESIDENT Orders;`,
    );
    expect(T?.rows).toEqual([["20", "Ann"]]);
  });

  it("loads from the lowest LOAD upwards", async () => {
    const { T } = await tables(`
      T: LOAD *, Total * 2 AS Double WHERE Total > 15;
      LOAD Customer, Sum(Amount) AS Total GROUP BY Customer;
      LOAD * INLINE [Customer, Amount
        Ann, 10
        Bob, 20
        Ann, 4
        Eve, 5];`);
    expect(T).toEqual({ fields: ["Customer", "Total", "Double"], rows: [["Bob", "20", "40"]] });
  });

  it("sorts by ORDER BY before anything looks at the row before", async () => {
    const { T } = await tables(`${ORDERS}
      T: LOAD Id, Amount, Previous(Amount) AS Before, RowNo() AS R, RecNo() AS Rec RESIDENT Orders ORDER BY Amount DESC;`);
    expect(T?.rows).toEqual([
      ["2", "20", null, "1", "2"],
      ["1", "10", "20", "2", "1"],
      ["3", "5", "10", "3", "3"],
    ]);
  });

  it("sorts mixed values by ORDER BY: numbers by value, then texts by the alphabet, in both directions", async () => {
    const { Up, Down, Dual } = await tables(`
      S: LOAD * INLINE [V
        10
        b
        9
        Ä
        2.5
        B];
      D: LOAD If(RecNo() = 1, 'n/a', Date(46000 - RecNo(), 'DD.MM.YYYY')) AS Day AUTOGENERATE 3;
      Up: NOCONCATENATE LOAD V, RecNo() AS R RESIDENT S ORDER BY V;
      Down: NOCONCATENATE LOAD V, 1 AS X RESIDENT S ORDER BY V DESC;
      Dual: LOAD Text(Day) AS T RESIDENT D ORDER BY Day;`);
    expect(Up?.rows.map(([v]) => v)).toEqual(["2.5", "9", "10", "Ä", "B", "b"]);
    expect(Down?.rows.map(([v]) => v)).toEqual(["10", "9", "2.5", "b", "B", "Ä"]);
    expect(Dual?.rows.map(([v]) => v)).toEqual(["06.12.2025", "07.12.2025", "n/a"]);
  });

  it("keeps the first of equal rows with DISTINCT, also of rows added later", async () => {
    const { T } = await tables(`${ORDERS}
      T: LOAD DISTINCT Customer RESIDENT Orders;
      CONCATENATE (T) LOAD * INLINE [Customer
        Bob
        Eve];`);
    expect(T?.rows).toEqual([["Ann"], ["Bob"], ["Eve"]]);
  });

  it("generates rows, and repeats them with WHILE and IterNo", async () => {
    const { A, B } = await tables(`
      A: LOAD RecNo() AS N, RecNo() * RecNo() AS Square AUTOGENERATE 3;
      B: LOAD N, IterNo() AS I, N * 10 + IterNo() AS X RESIDENT A WHILE IterNo() <= N;`);
    expect(A?.rows).toEqual([
      ["1", "1"],
      ["2", "4"],
      ["3", "9"],
    ]);
    expect(B?.rows.map((r) => r[2])).toEqual(["11", "21", "22", "31", "32", "33"]);
  });
});

describe("SELECT", () => {
  const source =
    "CREATE TABLE orders AS SELECT range + 1 AS id, 'c' || (range % 3) AS customer, (range * 1.5)::DECIMAL(10,2) AS amount FROM range(10)";

  it("passes SQL through word for word and stores its rows once", async () => {
    const t = await start({ source });
    await t.run(
      "LIB CONNECT TO 'Source';\nOrders:\nSQL SELECT id, amount FROM orders WHERE customer = 'c1' ORDER BY id;",
    );
    expect(t.session.queries).toEqual(["SELECT id, amount FROM orders WHERE customer = 'c1' ORDER BY id"]);
    expect(await t.rows("Orders")).toEqual([
      ["2", "1.50"],
      ["5", "6.00"],
      ["8", "10.50"],
    ]);
  });

  it("takes ':Name' for the connection of that name, as in the app's own space", async () => {
    const t = await start();
    await t.run("LIB CONNECT TO ':Source';\nT: SQL SELECT 1 AS x;");
    expect(await t.rows("T")).toEqual([[1]]);
  });

  it("names a table without label after that of the query", async () => {
    const { orders, shown } = await tables(
      "LIB CONNECT TO 'Source'; SELECT id FROM orders; SQL SELECT amount FROM (SELECT * FROM orders) \"shown\";",
      { source },
    );
    expect(orders?.rows.length).toBe(10);
    expect(shown?.rows.length).toBe(10);
  });

  it("feeds a LOAD above it", async () => {
    const { T } = await tables(
      "LIB CONNECT TO 'Source'; T: LOAD id AS Id, amount * 2 AS Twice WHERE id <= 2; SQL SELECT * FROM orders;",
      { source },
    );
    expect(T).toEqual({
      fields: ["Id", "Twice"],
      rows: [
        ["1", "0.00"],
        ["2", "3.00"],
      ],
    });
  });

  it("expands variables in SQL, quoted derived tables included", async () => {
    const variables = {
      orders: `(SELECT id AS "id" FROM orders WHERE customer = 'it''s; -- no' OR id < 3) "orders"`,
    };
    const { orders } = await tables("LIB CONNECT TO 'Source'; LOAD *; SQL SELECT * FROM $(orders);", {
      source,
      variables,
    });
    expect(orders?.rows).toEqual([["1"], ["2"]]);
  });

  it("refuses a SELECT without connection", async () => {
    const t = await start();
    await expect(t.run("SQL SELECT 1;")).rejects.toMatchObject({ code: "script.connection" });
  });

  it("passes an error of the source on, with its place", async () => {
    const t = await start({ source });
    await expect(t.run("LIB CONNECT TO 'Source';\n\nSQL SELECT * FROM nothing;")).rejects.toMatchObject({
      code: "source.query",
      options: { params: { line: 3, column: 1, statement: "SQL SELECT * FROM nothing" } },
    });
  });
});

describe("tables put together", () => {
  const two = `A: LOAD * INLINE [K, X
    1, a
    2, b
    , n];
    `;

  it("adds a table with the same fields to the earlier one, whatever its label", async () => {
    const list = await tables(`${two} B: LOAD K AS K, X AS X INLINE [X, K
      c, 3];`);
    expect(Object.keys(list)).toEqual(["A"]);
    expect(list.A?.rows).toEqual([
      ["1", "a"],
      ["2", "b"],
      [null, "n"],
      ["3", "c"],
    ]);
  });

  it("loses Final with Tmp where NOCONCATENATE is missing, and says so in the log", async () => {
    const t = await start();
    const result = await t.run(`${two} Final: LOAD * RESIDENT A; DROP TABLE A;`);
    expect(result.tables).toEqual([]);
    expect(t.logs.join("\n")).toContain("write NOCONCATENATE");
  });

  it("keeps tables apart with NOCONCATENATE", async () => {
    const list = await tables(`${two} Final: NOCONCATENATE LOAD * RESIDENT A WHERE K = 1; DROP TABLE A;`);
    expect(list).toEqual({ Final: { fields: ["K", "X"], rows: [["1", "a"]] } });
  });

  it("concatenates with NULL for what a side lacks, and widens types", async () => {
    const { A } = await tables(`${two} CONCATENATE (A) LOAD * INLINE [K, Y
      z9, 1.5];`);
    expect(A).toEqual({
      fields: ["K", "X", "Y"],
      rows: [
        ["1", "a", null],
        ["2", "b", null],
        [null, "n", null],
        ["z9", null, 1.5],
      ],
    });
  });

  it("joins on all common fields; NULL never matches", async () => {
    const other = `LOAD * INLINE [K, Y
      2, two
      3, three
      , null];`;
    const inner = await tables(`${two} INNER JOIN (A) ${other}`);
    expect(inner.A).toEqual({ fields: ["K", "X", "Y"], rows: [["2", "b", "two"]] });
    const left = await tables(`${two} LEFT JOIN (A) ${other}`);
    expect(left.A?.rows).toEqual([
      ["1", "a", null],
      ["2", "b", "two"],
      [null, "n", null],
    ]);
    const right = await tables(`${two} RIGHT JOIN (A) ${other}`);
    expect(right.A?.rows).toEqual([
      ["2", "b", "two"],
      ["3", null, "three"],
      [null, null, "null"],
    ]);
    const outer = await tables(`${two} JOIN (A) ${other}`);
    expect(outer.A?.rows).toEqual([
      ["1", "a", null],
      ["2", "b", "two"],
      [null, "n", null],
      ["3", null, "three"],
      [null, null, "null"],
    ]);
  });

  it("joins over two common fields at once, and crosses without any", async () => {
    const both = await tables(`A: LOAD * INLINE [K, L
      1, x
      1, y]; LEFT JOIN LOAD * INLINE [L, K, V
      x, 1, hit];`);
    expect(both.A?.rows).toEqual([
      ["1", "x", "hit"],
      ["1", "y", null],
    ]);
    const cross = await tables(`A: LOAD * INLINE [K
      1
      2]; JOIN (A) LOAD * INLINE [V
      a
      b];`);
    expect(cross.A?.rows).toEqual([
      ["1", "a"],
      ["1", "b"],
      ["2", "a"],
      ["2", "b"],
    ]);
  });

  it("joins a number to the text that is the same number", async () => {
    const { A } = await tables(`${two} LEFT JOIN (A) LOAD Text(K) AS K, Y INLINE [K, Y
      1, one];`);
    expect(A?.rows[0]).toEqual(["1", "a", "one"]);
  });

  it("keeps tables apart with KEEP and takes away the rows without a partner", async () => {
    const list = await tables(`${two} B: INNER KEEP (A) LOAD * INLINE [K, Y
      2, two
      3, three];`);
    expect(list.A?.rows).toEqual([["2", "b"]]);
    expect(list.B?.rows).toEqual([["2", "two"]]);
    const left = await tables(`${two} B: LEFT KEEP LOAD * INLINE [K, Y
      2, two
      3, three];`);
    expect(left.A?.rows.length).toBe(3);
    expect(left.B?.rows).toEqual([["2", "two"]]);
  });

  it("takes the first of equal keys of a mapping, and the value itself where there is none", async () => {
    const list = await tables(`
      M: MAPPING LOAD * INLINE [from, to
        a, 1
        a, 2
        b, 3];
      T: LOAD X, ApplyMap('M', X) AS Y, ApplyMap('M', X, 'none') AS Z INLINE [X
        a
        b
        c];`);
    expect(list).toEqual({
      T: {
        fields: ["X", "Y", "Z"],
        rows: [
          ["a", "1", "1"],
          ["b", "3", "3"],
          ["c", "c", "none"],
        ],
      },
    });
  });
});
