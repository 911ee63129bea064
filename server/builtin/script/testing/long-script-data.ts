/** What the long script reads: tables of its source (DuckDB SQL), files, and parts of the template. */
export const SOURCE_TABLES = `
  CREATE TABLE categories AS SELECT * FROM (VALUES (1, 'Drinks'), (2, 'Bread'), (3, 'Fruit')) AS v(id, name);
  CREATE TABLE products AS SELECT i::INTEGER AS id, 'product ' || i AS name,
    (i % 4)::INTEGER AS category_id, (i * 3.75)::DECIMAL(10, 2) AS price FROM range(13) AS r(i);
  CREATE TABLE customers AS SELECT (i + 1)::INTEGER AS id, 'customer ' || chr((97 + i % 26)::INTEGER) || i AS name,
    ['US', 'U.S.', 'DE', 'Sweden'][i % 4 + 1] AS country,
    [NULL, 'north', 'south', 'west', NULL][i % 5 + 1] AS region,
    DATE '2020-01-01' + (i * 11)::INTEGER AS since FROM range(40) AS r(i);
  CREATE TABLE orders AS SELECT (i + 1)::INTEGER AS id, ((i * 7) % 40 + 1)::INTEGER AS customer_id,
    (i % 4 + 1)::INTEGER AS employee_id, DATE '2023-01-03' + ((i * 17) % 720)::INTEGER AS order_date,
    ['open', 'closed', 'void', 'closed', 'draft'][i % 5 + 1] AS status FROM range(300) AS r(i);
  CREATE TABLE lines AS SELECT (i % 300 + 1)::INTEGER AS order_id, ((i * 5) % 12 + 1)::INTEGER AS product_id,
    (i % 9 + 1)::INTEGER AS qty, (((i * 5) % 12 + 1) * 3.75)::DECIMAL(10, 2) AS price,
    ((i % 3) * 0.05)::DECIMAL(4, 2) AS discount FROM range(900) AS r(i);`;

export const FILES: Record<string, string> = {
  "budget.csv": "Department;Jan;Feb;Mar\nIT;10;20;30\nHR;1;;3\n",
  "visits_01.csv": "Day,Shop,Visitors\n2024-01-01,Mitte,10\n2024-01-02,Nord,7\n",
  "visits_02.csv": "Shop,Visitors,Day\nMitte,12,2024-02-01\n",
  "columns.txt": "Code   Weight\tNote\n A1    1.5     heavy\nB2  -   light\n",
  "fixed.txt": "A001 12\nB002  7\n",
  "events.json": '[{"Name": "fair", "Size": 3}, {"Name": "sale", "Size": 12.5}]',
  "out/readme.txt": "what the script stores",
};

export const INCLUDES: Record<string, string> = {
  "lib://Template/subs.qvs": `SUB Add(a, b, sum)
  LET sum = a + b;
END SUB
`,
};
