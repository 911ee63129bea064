import { FILES } from "./long-script-data";

/** The orders and lines that stay, in plain SQL over the source. */
export const KEPT = `
  CREATE VIEW kept AS SELECT * FROM orders WHERE status IN ('open', 'closed');
  CREATE VIEW kept_lines AS SELECT l.*, l.qty * l.price * (1 - l.discount) AS net FROM lines l JOIN kept k ON k.id = l.order_id;
  CREATE VIEW totals AS SELECT k.*, t.sales, t.n FROM kept k
    LEFT JOIN (SELECT order_id, sum(net) AS sales, count(product_id) AS n FROM kept_lines GROUP BY 1) t ON t.order_id = k.id;`;

const values = (...rows: string[]) => `SELECT * FROM (VALUES ${rows.map((r) => `(${r})`).join(", ")})`;

/** What a table of the app must hold: a SELECT over the app's tables, and one that knows nothing of the script. */
export const CHECKS: [title: string, app: string, plain: string][] = [
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
  ["fixed records", 'SELECT * FROM "Fixed"', values("'A001', 12", "'B002', 7")],
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
  ["BUFFER", 'SELECT * FROM "KeptVisits"', values("'Mitte', 10", "'Nord', 7", "'Mitte', 12")],
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
