import { describe, expect, test } from "vitest";
import { dialects } from "./dialects";
import type { TableDeclaration } from "./port";
import { type Mapping, tableVariable } from "./table-variables";

const orders: TableDeclaration = {
  name: "orders",
  connection: "shop",
  columns: [
    { name: "customer_id", type: "integer" },
    { name: "country", type: "text" },
    { name: "discount", type: "number", optional: true },
  ],
};

function sql(mapping?: Mapping, known?: string[], declaration = orders) {
  return tableVariable(declaration, mapping, dialects.postgres, known);
}

describe("the variable of a table", () => {
  test("without a mapping takes the declared columns from the table of the same name", () => {
    expect(sql()).toBe(
      '(SELECT "customer_id" AS "customer_id", "country" AS "country", "discount" AS "discount" FROM "orders") AS "orders"',
    );
  });

  test("takes every column where the template declares none", () => {
    const all = { ...orders, columns: [] };
    expect(sql({ where: [{ column: "a", op: "is not null" }] }, undefined, all)).toBe(
      '(SELECT * FROM "orders" WHERE "a" IS NOT NULL) AS "orders"',
    );
  });

  test("carries renames, schema and where clause, and a condition may name the template's column or the customer's", () => {
    const mapping: Mapping = {
      table: "shop.tbl",
      columns: { customer_id: "cust_id" },
      where: [
        { column: "customer_id", op: ">", value: 5 },
        { column: "land", op: "in", value: ["DE", "AT"] },
      ],
    };
    expect(sql(mapping)).toBe(
      '(SELECT "cust_id" AS "customer_id", "country" AS "country", "discount" AS "discount" FROM "shop"."tbl"' +
        ` WHERE "cust_id" > 5 AND "land" IN ('DE', 'AT')) AS "orders"`,
    );
  });

  test("gives NULL of the declared type for an optional column the customer lacks", () => {
    const expected = 'CAST(NULL AS double precision) AS "discount"';
    expect(sql({ columns: { discount: null } })).toContain(expected);
    expect(sql({ columns: { discount: "" } })).toContain(expected);
    expect(sql(undefined, ["customer_id", "country"])).toContain(expected);
  });

  test("names the missing column, its table and the nearest names", () => {
    expect(() => sql({ table: "sales" }, ["cust_id", "customerid", "country"])).toThrow(
      'The table "sales" has no column "customer_id". Did you mean "customerid"',
    );
    expect(() => sql({ columns: { discount: "rebat" } }, ["customer_id", "country", "rebate"])).toThrow(
      'no column "rebat". Did you mean "rebate"?',
    );
    expect(() =>
      sql({ where: [{ column: "lamd", op: "=", value: 1 }] }, ["customer_id", "country", "land"]),
    ).toThrow('Did you mean "land"?');
    expect(() => sql({ columns: { country: null } })).toThrow("it can't be left out");
    expect(() => sql({ columns: { countri: "land" } })).toThrow(
      'declares no column "countri". Did you mean "country"?',
    );
  });

  test("tells columns apart by case only where the database does", () => {
    const known = ["CUSTOMER_ID", "Country", "Land"];
    const where = [{ column: "land", op: "=" as const, value: 1 }];
    expect(tableVariable(orders, { where }, dialects.sqlite, known)).toContain(
      '"customer_id" AS "customer_id"',
    );
    expect(() => sql({ where }, known)).toThrow('Did you mean "CUSTOMER_ID"?');
  });

  test.each([
    [{ column: "country", op: "==", value: 1 }, '"==" is not an operator'],
    [{ column: "country", op: "= 1 OR 1 =", value: 1 }, "is not an operator"],
    [{ column: "country", op: "=", value: null }, "needs one text, number or boolean"],
    [{ column: "country", op: "=", value: ["a"] }, "needs one text, number or boolean"],
    [{ column: "country", op: "in", value: [] }, "needs a list"],
    [{ column: "country", op: "in", value: "DE" }, "needs a list"],
    [{ column: "country", op: "between", value: [1] }, "needs two values"],
    [{ column: "country", op: "is null", value: 1 }, "takes no value"],
    [{ column: "country", op: "like", value: "a\\" }, "ends in a single backslash"],
    [{ column: "country", op: "like", value: 5 }, "needs a text"],
    [{ column: "country", op: "=", value: { toString: () => "1" } }, "needs one text, number or boolean"],
    [{ column: "country", op: "<", value: Number.NaN }, "needs one text, number or boolean"],
    [{ column: "country", op: "=", value: "a\0b" }, "holds a character"],
    [{ column: "a$(b)", op: "=", value: 1 }, "a load script would expand"],
  ])("refuses the condition %j", (condition, message) => {
    expect(() => sql({ where: [condition] as never })).toThrow(message);
  });

  test("never holds a dollar expansion, whatever a value or name is", () => {
    const value = sql({ where: [{ column: "country", op: "=", value: "$(secret) $$((x" }] });
    expect(value).not.toContain("$(");
    expect(value).toContain(`("country" = ('$' || '(secret) $$' || '((x'))`.slice(1, -1));
    expect(() => sql({ table: '"$(x)"' })).toThrow("a load script would expand");
    expect(() => sql({ columns: { country: "$(x)" } })).toThrow("a load script would expand");
  });

  test.each([
    ["orders", ["orders"]],
    ["shop.orders", ['"shop"."orders"']],
    ['"my.shop"."a""b.c"', ['"my.shop"."a""b.c"']],
    ["Order Details", ['"Order Details"']],
  ])("reads the table name %s", (table, [expected]) => {
    expect(sql({ table })).toContain(`FROM ${table === "orders" ? '"orders"' : expected}`);
  });

  test.each(["", ".", "a.", ".a", "a..b", "a.b.c.d", '"a', '"a"b', 'a."b"x', '""'])(
    "refuses the table name %j",
    (table) => {
      expect(() => sql({ table })).toThrow("is not a table name");
    },
  );

  test("takes a file's name as it is, dots and all", () => {
    expect(tableVariable({ ...orders, columns: [] }, { table: "orders.csv" }, dialects.duckdb)).toBe(
      '(SELECT * FROM "orders.csv") AS "orders"',
    );
  });

  test("refuses a name PostgreSQL would cut", () => {
    expect(() => sql({ table: "é".repeat(32) })).toThrow("longer than the 63 bytes");
    expect(sql({ table: "é".repeat(31) })).toContain("é".repeat(31));
  });
});

describe("literals of databases that aren't tried here", () => {
  test("MySQL's are hexadecimal as soon as a mode or character set could change their meaning", () => {
    expect(dialects.mysql.literal("a'; --")).toBe(`_utf8mb4 x'${Buffer.from("a'; --").toString("hex")}'`);
    expect(dialects.mysql.literal("Berlin 5")).toBe("'Berlin 5'");
    expect(dialects.mysql.identifier("a`b")).toBe("`a``b`");
  });

  test("SQL Server's keep brackets, quotes and a backslash before a line end", () => {
    expect(dialects.sqlserver.identifier("a]b")).toBe("[a]]b]");
    expect(dialects.sqlserver.literal("it's")).toBe("N'it''s'");
    expect(dialects.sqlserver.literal("a\\\nb")).toBe("(N'a\\' + N'\nb')");
    expect(dialects.sqlserver.literal(true)).toBe("1");
    expect(
      tableVariable(
        { ...orders, columns: [] },
        { where: [{ column: "a", op: "like", value: "[a]\\[%\\%" }] },
        dialects.sqlserver,
      ),
    ).toContain("[a] LIKE N'\\[a]\\[%\\%' ESCAPE N'\\'");
  });
});
