import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkTable, isBlocking, type SourceFacts, typeFits, withSuggestions } from "./check-model";
import { alike, likeness, wordsOf } from "./names-model";

const column = (name: string, type = "VARCHAR") => ({ name, type, sourceType: type, nullable: true });

const northwind: SourceFacts = {
  tables: [
    { name: "Orders", kind: "table", rows: 830 },
    { name: "Order Details", kind: "table", rows: 2155 },
    { name: "Customers", kind: "table", rows: 91 },
    { name: "stock", schema: "inventory", kind: "table", rows: 5 },
  ],
  schemas: ["public"],
  exactCase: false,
  columns: {
    Orders: [
      column("OrderID", "BIGINT"),
      column("CustomerID"),
      column("OrderDate", "DATE"),
      column("Freight"),
    ],
  },
};

describe("likeness of names", () => {
  test("sees through case, plural, prefixes and other words for the same", () => {
    expect(wordsOf("tbl_OrderDetails")).toEqual(["order", "detail"]);
    expect(likeness("orders", "Order")).toBe(1);
    expect(alike("order_lines", ["Customers", "Order Details", "Orders"])[0]).toBe("Order Details");
    expect(alike("customer_id", ["ShipName", "CustomerID", "cust_no"])[0]).toBe("CustomerID");
    expect(alike("ordered_on", ["ShippedDate", "order_date", "Freight"])[0]).toBe("order_date");
    expect(alike("zebra", ["orders", "customers"])).toEqual([]);
  });

  test("is symmetric, within 0 and 1, and 1 for the same name", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const score = likeness(a, b);
        expect(score).toBeCloseTo(likeness(b, a), 10);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        if (wordsOf(a).length > 0) expect(likeness(a, a)).toBe(1);
      }),
    );
  });
});

describe("schema check", () => {
  const orders = {
    name: "orders",
    columns: [
      { name: "order_id", type: "integer" },
      { name: "customer_id", type: "text" },
      { name: "order_date", type: "date" },
      { name: "freight", type: "decimal" },
      { name: "channel", optional: true },
    ],
  };

  test("finds a table whatever its case, tells missing, differing and optional columns, and suggests", () => {
    const check = checkTable(orders, undefined, northwind);
    expect(check).toMatchObject({ source: "Orders", rows: 830, state: "incomplete" });
    expect(check.columns.map((c) => [c.name, c.state, c.suggestions[0] ?? null])).toEqual([
      ["order_id", "missing", "OrderID"],
      ["customer_id", "missing", "CustomerID"],
      ["order_date", "missing", "OrderDate"],
      ["freight", "differs", null],
      ["channel", "optional", null],
    ]);
    expect(isBlocking(check)).toBe(true);
  });

  test("the suggestions taken make it fit, and no column is given twice", () => {
    const mapping = withSuggestions(checkTable(orders, undefined, northwind));
    expect(mapping.columns).toEqual({
      order_id: "OrderID",
      customer_id: "CustomerID",
      order_date: "OrderDate",
    });
    expect(checkTable(orders, mapping, northwind)).toMatchObject({ state: "differs" });
  });

  test("a table that is not there is suggested; one in another schema is written with it", () => {
    const lines = { name: "order_lines", columns: [] };
    expect(checkTable(lines, undefined, northwind)).toMatchObject({
      state: "missing",
      suggestions: ["Order Details", "Orders"],
    });
    expect(checkTable({ name: "stock", columns: [] }, undefined, northwind)).toMatchObject({
      state: "missing",
      source: null,
      suggestions: ["inventory.stock"],
    });
    expect(checkTable({ name: "stock", columns: [] }, { table: "inventory.stock" }, northwind)).toMatchObject(
      { source: "inventory.stock", state: "unknown" },
    );
  });

  test("a mandatory column left out blocks, an optional one does not", () => {
    const left = (name: string) => checkTable(orders, { columns: { [name]: "" } }, northwind);
    expect(left("channel").columns.at(-1)?.state).toBe("left-out");
    expect(left("order_id").columns[0]?.state).toBe("missing");
  });

  test("where names are told apart by case, another case is suggested and must be mapped", () => {
    const exact = { ...northwind, exactCase: true };
    expect(checkTable(orders, undefined, exact).suggestions[0]).toBe("Orders");
    expect(checkTable(orders, { table: "Orders" }, exact).source).toBe("Orders");
  });

  test("types differ by family only", () => {
    expect(typeFits("integer", "DECIMAL(10,2)")).toBe(true);
    expect(typeFits("date", "TIMESTAMP WITH TIME ZONE")).toBe(true);
    expect(typeFits("date", "VARCHAR")).toBe(false);
    expect(typeFits("text", "BLOB")).toBe(true);
    expect(typeFits(undefined, "anything")).toBe(true);
  });
});
