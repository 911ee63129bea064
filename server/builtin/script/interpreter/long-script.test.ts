import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkScript } from "../check";
import type { ScriptResult } from "../port";
import { splitStatements } from "../split";
import { STATEMENT_WORDS } from "../statement-parser";
import { openTestDb } from "../testing/evaluate";
import { type TestRun, testRun } from "../testing/host";
import { FILES, INCLUDES, SOURCE_TABLES } from "../testing/long-script-data";

const SCRIPT = readFileSync(join(import.meta.dirname, "../testing/long-script.qvs"), "utf8");

let run: TestRun;
let raw: DuckDBConnection;
let result: ScriptResult;

beforeAll(async () => {
  run = await testRun({ source: SOURCE_TABLES, includes: INCLUDES });
  for (const [name, content] of Object.entries(FILES)) await run.file(name, content);
  result = await run.run(SCRIPT);
  raw = await openTestDb();
  await raw.run(SOURCE_TABLES);
  await raw.run(KEPT);
});
afterAll(async () => {
  raw.closeSync();
  await run.close();
});

/** The orders and lines that stay, in plain SQL over the source. */
const KEPT = `
  CREATE VIEW kept AS SELECT * FROM orders WHERE status IN ('open', 'closed');
  CREATE VIEW kept_lines AS SELECT l.*, l.qty * l.price * (1 - l.discount) AS net FROM lines l JOIN kept k ON k.id = l.order_id;
  CREATE VIEW totals AS SELECT k.*, t.sales, t.n FROM kept k
    LEFT JOIN (SELECT order_id, sum(net) AS sales, count(product_id) AS n FROM kept_lines GROUP BY 1) t ON t.order_id = k.id;`;

/** Rows as sorted texts, numbers rounded to a millionth: the two sides may have other types and orders. */
async function rowsOf(db: DuckDBConnection, sql: string): Promise<string[]> {
  const rows = (await db.runAndReadAll(sql)).getRowsJson();
  const text = (value: unknown) =>
    value === null
      ? "NULL"
      : /^-?\d+(\.\d+)?(e-?\d+)?$/.test(String(value))
        ? String(Math.round(Number(value) * 1e6) / 1e6)
        : String(value);
  return rows.map((row) => row.map(text).join(" | ")).sort();
}

const values = (...rows: string[]) => `SELECT * FROM (VALUES ${rows.map((r) => `(${r})`).join(", ")})`;

const CONTROL = [
  "if",
  "elseif",
  "else",
  "end if",
  "for",
  "for each",
  "next",
  "do",
  "do while",
  "loop",
  "loop until",
].concat(
  ["switch", "case", "default", "end switch", "sub", "end sub", "call"],
  ["exit for", "exit do", "exit sub", "exit script"],
);

/** Prefixes, sources and clauses. */
const CLAUSES = [
  "noconcatenate",
  "concatenate",
  "mapping",
  "first",
  "sample",
  "crosstable",
  "generic",
  "hierarchy",
].concat(
  ["hierarchybelongsto", "intervalmatch", "add", "replace", "merge", "left join", "inner join", "right join"],
  ["outer join", "left keep", "inner keep", "right keep", "load", "load distinct", "sql select", "resident"],
  ["inline", "autogenerate", "from", "from_field", "where", "while", "group by", "order by"],
);

/** What a table of the app must hold: a SELECT over the app's tables, and one that knows nothing of the script. */
const CHECKS: [title: string, app: string, plain: string][] = [
  [
    "mapped and derived fields",
    'SELECT "ProductID", "Product", "Category", "ListPrice", "PriceClass", ("PriceBand").txt FROM "Products"',
    `SELECT p.id, p.name, coalesce(c.name, 'none'), price, CASE WHEN price >= 20 THEN 'dear' ELSE 'cheap' END,
     floor(price / 10) * 10 || ' <= x < ' || (floor(price / 10) * 10 + 10) FROM products p LEFT JOIN categories c ON c.id = p.category_id WHERE p.id > 0`.replaceAll(
      "floor(price / 10) * 10",
      "(floor(price / 10) * 10)::INTEGER",
    ),
  ],
  [
    "ALIAS, MAP USING, NULLASVALUE, RENAME USING",
    'SELECT "CustomerID", "Customer", "Country", "Region", "Customer since", "CountryNo" FROM "Customers"',
    `SELECT id, name, CASE WHEN country IN ('US', 'U.S.') THEN 'USA' WHEN country = 'DE' THEN 'Germany' ELSE country END,
     coalesce(region, 'unknown'), since, (id - 1) % 4 + 1 FROM customers`,
  ],
  [
    "WHERE NOT Exists, joins and sums",
    'SELECT "OrderID", "CustomerID", "OrderDate", "Status", "Year", ("Month").num, "MonthStart", "Period", "OrderSales", "LineCount" FROM "Orders"',
    `SELECT id, customer_id, order_date, upper(status[1]) || status[2:], year(order_date), month(order_date), date_trunc('month', order_date)::DATE,
     year(order_date) * 100 + month(order_date), sales, n FROM totals`,
  ],
  [
    "INNER JOIN and a function-like variable",
    'SELECT "OrderID", "ProductID", "Quantity", "Sales", "LinePeriod" FROM "Lines"',
    "SELECT order_id, product_id, qty, net, year(order_date) * 100 + month(order_date) FROM kept_lines l JOIN kept k ON k.id = l.order_id",
  ],
  [
    "GROUP BY",
    'SELECT * FROM "YearTotals"',
    "SELECT year(order_date), sum(sales), count(DISTINCT customer_id), max(order_date) FROM totals GROUP BY 1",
  ],
  [
    "Previous, Peek and ORDER BY",
    'SELECT "RunOrder", "Gap", "RunTotal" FROM "Running"',
    `SELECT id, order_date - lag(order_date) OVER w, sum(sales) OVER w FROM totals WINDOW w AS (PARTITION BY customer_id ORDER BY order_date, id)`,
  ],
  [
    "AUTONUMBER",
    'SELECT DISTINCT "RunCustomer", "CustomerID" FROM "Running" JOIN "Orders" ON "RunOrder" = "OrderID"',
    "SELECT row_number() OVER (ORDER BY customer_id), customer_id FROM (SELECT DISTINCT customer_id FROM kept)",
  ],
  ["FIRST", 'SELECT * FROM "Best"', "SELECT id, sales FROM totals ORDER BY sales DESC, id LIMIT 5"],
  [
    "SAMPLE",
    'SELECT count(*) > 40, count(*) < 200, count(*) = count(DISTINCT "SomeOrder") FROM "Some"',
    values("true, true, true"),
  ],
  ["DISTINCT", 'SELECT * FROM "StatusList"', values("'Open'", "'Closed'")],
  [
    "AUTOGENERATE under a LOAD",
    'SELECT "OrderDate", "Quarter" FROM "Calendar"',
    "SELECT d::DATE, 'Q' || quarter(d) FROM range(TIMESTAMP '2023-01-01', TIMESTAMP '2025-01-01', INTERVAL 1 DAY) AS r(d)",
  ],
  [
    "WHILE",
    'SELECT * FROM "Nights"',
    values(
      "'Ann', DATE '2024-01-30'",
      "'Ann', DATE '2024-01-31'",
      "'Ann', DATE '2024-02-01'",
      "'Bob', DATE '2024-02-28'",
      "'Bob', DATE '2024-02-29'",
    ),
  ],
  [
    "CROSSTABLE",
    'SELECT * FROM "Budget" WHERE "Amount" IS NOT NULL',
    values("'IT', 'Jan', 10", "'IT', 'Feb', 20", "'IT', 'Mar', 30", "'HR', 'Jan', 1", "'HR', 'Mar', 3"),
  ],
  [
    "GENERIC",
    `SELECT 'ball', colour, diameter FROM "Attributes.colour" c JOIN "Attributes.diameter" d USING ("Thing")`,
    values("'ball', 'red', 10"),
  ],
  [
    "HIERARCHY",
    'SELECT "EmployeeID", "Employee", "Boss", "Path", "Depth" FROM "Staff"',
    values(
      "1, 'Root', NULL, 'Root', 1",
      "2, 'Left', 'Root', 'Root/Left', 2",
      "3, 'Right', 'Root', 'Root/Right', 2",
      "4, 'Leaf', 'Left', 'Root/Left/Leaf', 3",
    ),
  ],
  [
    "HIERARCHYBELONGSTO",
    'SELECT "NodeID", "AncestorID", "Levels" FROM "Above"',
    values("1, 1, 0", "2, 2, 0", "2, 1, 1", "3, 3, 0", "3, 1, 1", "4, 4, 0", "4, 2, 1", "4, 1, 2"),
  ],
  [
    "INTERVALMATCH",
    'SELECT "SizedOrder", b."BandName" FROM "Sizes" s JOIN "SizeBands" i ON i."Size" = s."Size" JOIN "Bands" b ON b."Low" = i."Low" AND b."High" = i."High"',
    "SELECT id, CASE WHEN sales <= 49.99 THEN 'small' WHEN sales BETWEEN 50 AND 499.99 THEN 'middle' WHEN sales BETWEEN 500 AND 1000000 THEN 'large' END FROM totals WHERE sales <= 49.99 OR sales BETWEEN 50 AND 499.99 OR sales >= 500",
  ],
  ["SubField making rows", 'SELECT * FROM "Parts"', values("'a', 'one'", "'a', 'two'", "'b', 'three'")],
  ["STORE and LOAD of Parquet", 'SELECT * FROM "LinesBack"', "SELECT order_id, net FROM kept_lines"],
  ["STORE and LOAD of QVD", 'SELECT * FROM "OrdersBack"', "SELECT id, sales FROM totals"],
  [
    "STORE and LOAD of text",
    'SELECT * FROM "YearsBack"',
    "SELECT year(order_date), sum(sales) FROM totals GROUP BY 1",
  ],
  [
    "files by wildcard",
    'SELECT * FROM "Visits"',
    values(
      "DATE '2024-01-01', 'Mitte', 10, 'visits_01'",
      "DATE '2024-01-02', 'Nord', 7, 'visits_01'",
      "DATE '2024-02-01', 'Mitte', 12, 'visits_02'",
    ),
  ],
  [
    "FileList",
    'SELECT * FROM "VisitFiles"',
    values(
      `'lib://Files/visits_01.csv', ${FILES["visits_01.csv"]?.length}`,
      `'lib://Files/visits_02.csv', ${FILES["visits_02.csv"]?.length}`,
    ),
  ],
  ["JSON", 'SELECT * FROM "Events"', values("'fair', 3", "'sale', 12.5")],
  [
    "delimiter is spaces, NullInterpret",
    'SELECT * FROM "Columns"',
    values("'A1', 1.5, 'heavy'", "'B2', NULL, 'light'"),
  ],
  ["FROM_FIELD", 'SELECT * FROM "Cut"', values("'x', 1", "'y', 2", "'z', 3")],
  ["FOR … TO", 'SELECT * FROM "PerYear"', "SELECT year(order_date), count(*) FROM kept GROUP BY 1"],
  [
    "IF, DO, SWITCH, SUB, WHEN, ErrorMode",
    'SELECT * FROM "Told"',
    values(
      "'saw', '.two.'",
      "'round', '7'",
      "'open', 'seen'",
      "'closed', 'seen'",
      "'other', 'Lost'",
      "'bands', '3'",
      "'sum', '42'",
      "'when', 'yes'",
      "'errors', '2 8'",
    ),
  ],
  [
    "CONCATENATE and automatic concatenation",
    'SELECT * FROM "Regions"',
    values(
      "'north', 'Nia', NULL",
      "'south', 'Sol', NULL",
      "'west', 'Wim', NULL",
      "'east', 'Eva', 'Emil'",
      "'unknown', 'nobody', 'no one'",
    ),
  ],
  [
    "INNER KEEP",
    'SELECT "Key", "L", NULL FROM "KeptLeft" UNION ALL SELECT "Key", NULL, "R" FROM "KeptRight"',
    values("2, 'b', NULL", "3, 'c', NULL", "2, NULL, 'x'", "3, NULL, 'y'"),
  ],
  [
    "LEFT and RIGHT KEEP",
    `SELECT 'all', "Side" FROM "KeptAll" UNION ALL SELECT 'some', "Side" FROM "KeptSome" UNION ALL SELECT 'base', "Side" FROM "KeptBase"`,
    values("'all', 1", "'all', 2", "'some', 2", "'base', 2", "'base', 5"),
  ],
  ["OUTER and RIGHT JOIN", 'SELECT * FROM "Outer"', values("2, 'b', NULL", "9, NULL, 'z'")],
  ["ADD and REPLACE in a full reload", 'SELECT * FROM "Stock"', values("'cap', 1", "'nib', 2")],
  ["MERGE", 'SELECT * FROM "Prices"', values("'a', 1", "'b', 20", "'d', 4")],
  [
    "QUALIFY, UNQUALIFY and RENAME TABLE",
    'SELECT "Region", "Weather.Sun" FROM "Climate"',
    values("'north', 3", "'south', 9"),
  ],
];

describe("a long script", () => {
  it("uses every statement there is", () => {
    const written = splitStatements(SCRIPT).map(
      ({ source }) => ` ${source.text.replace(/\s+/g, " ").toLowerCase()} `,
    );
    const starts = (word: string) =>
      written.some((text) => text.startsWith(` ${word} `) || text.startsWith(` ${word};`));
    const holds = (words: string) =>
      written.some((text) => text.includes(` ${words} `) || text.includes(` ${words}(`));
    expect([...STATEMENT_WORDS, ...CONTROL].filter((word) => !starts(word))).toEqual([]);
    expect(CLAUSES.filter((words) => !holds(words))).toEqual([]);
  });

  it("is sound", () => {
    expect(SCRIPT.split("\n").filter((line) => line.trim() !== "").length).toBeGreaterThan(300);
    expect(checkScript(SCRIPT)).toEqual([]);
  });

  it.each(CHECKS)("%s: equal to plain SQL", async (_title, app, plain) => {
    const expected = await rowsOf(raw, plain);
    expect(expected.length).toBeGreaterThan(0);
    expect(await rowsOf(run.db, app)).toEqual(expected);
  });

  it("leaves these tables and fields, and no others", () => {
    const tables = Object.fromEntries(
      result.tables.map((t) => [t.name, t.fields.map((f) => f.name).join(" ")]),
    );
    expect(tables).toMatchObject({
      Products: "ProductID Product Category ListPrice PriceClass PriceBand",
      Calendar: "OrderDate Quarter",
      Climate: "Region Weather.Sun",
      Sizes: "SizedOrder Size",
    });
    for (const gone of ["VoidOrders", "KeptOrders", "RawLines", "Weather", "Missing", "SameRegions"])
      expect(tables).not.toHaveProperty(gone);
  });

  it("keeps what it says about fields and tables", () => {
    const field = (name: string) => result.tables.flatMap((t) => t.fields).find((f) => f.name === name);
    expect(field("Sales")).toMatchObject({ comment: "net of discounts", tags: ["money", "$measure"] });
    expect(field("OrderSales")).toMatchObject({ tags: ["$measure"] });
    expect(field("OrderDate")).toMatchObject({ comment: "the day an order came in", format: "YYYY-MM-DD" });
    expect(result.tables.find((t) => t.name === "Lines")).toMatchObject({
      comment: "one row an ordered product",
      tags: ["fact"],
    });
  });

  it("hands section access over apart from the app's tables", () => {
    expect(result.access).toMatchObject([
      { rows: 2, fields: [{ name: "ACCESS" }, { name: "USERID" }, { name: "REGION" }] },
    ]);
    expect(result.tables.map((t) => t.name)).not.toContain(result.access?.[0]?.name);
  });

  it("traces what it comes by, and warns of what it went over", () => {
    const traced = run.logs.filter((l) => l.startsWith("info trace: ")).map((l) => l.slice(12));
    expect(traced).toEqual(["All of it: 2023 to 2024", "folder lib://Files/out", "down 10", "down 7"]);
    expect(result.warnings.filter((w) => w.includes("ErrorMode is 0"))).toHaveLength(2);
  });
});
