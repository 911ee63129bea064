import type { DataModel, FieldType, KeySide } from "@/server/platform/model";

type Columns = Record<string, FieldType>;

/** A model of tables with plausible counts; what several tables hold is a key. */
function sampleModel(tables: Record<string, [rows: number, columns: Columns]>): DataModel {
  const holders = (field: string) => Object.keys(tables).filter((t) => tables[t]?.[1][field]);
  const names = [...new Set(Object.values(tables).flatMap(([, columns]) => Object.keys(columns)))];
  const rowsOf = (table: string) => tables[table]?.[0] ?? 0;
  const least = (field: string) => Math.min(...holders(field).map(rowsOf));
  const isKey = (field: string) => holders(field).length > 1;
  const distinctIn = (table: string, field: string, at: number) =>
    isKey(field) ? least(field) : Math.max(1, Math.round(rowsOf(table) / (1 + at * 7)));
  const nullsIn = (table: string, at: number) => (at > 3 ? Math.round(rowsOf(table) / (at * 4)) : 0);
  const side = (table: string, field: string): KeySide => {
    const unique = rowsOf(table) === least(field);
    const danglingRows = unique ? 0 : Math.round(rowsOf(table) / 90);
    return {
      table,
      nulls: 0,
      distinct: unique ? least(field) : Math.min(danglingRows, 3) + Math.round(least(field) * 0.9),
      danglingRows,
      danglingValues: Math.min(danglingRows, 3),
      quality: unique ? "primary" : "any",
      unique,
    };
  };
  return {
    tables: Object.entries(tables).map(([name, [rows, columns]]) => ({
      name,
      rows,
      fields: Object.keys(columns),
      columns: Object.keys(columns).map((field, at) => ({
        field,
        nulls: isKey(field) ? 0 : nullsIn(name, at),
        distinct: distinctIn(name, field, at),
      })),
    })),
    fields: names.map((name) => ({
      name,
      type: tables[holders(name)[0] ?? ""]?.[1][name] ?? "text",
      tables: holders(name),
      distinct: least(name),
      key: isKey(name),
    })),
    associations: [],
    loops: [],
    syntheticKeys: [],
    loosened: [],
    keys: names.filter(isKey).map((name) => ({
      fields: [name],
      distinct: least(name) + Math.max(...holders(name).map((table) => side(table, name).danglingValues)),
      sides: holders(name).map((table) => side(table, name)),
    })),
  };
}

const sound = sampleModel({
  Orders: [
    830,
    {
      OrderId: "integer",
      CustomerId: "text",
      EmployeeId: "integer",
      OrderDate: "date",
      Freight: "decimal",
      ShipCountry: "text",
    },
  ],
  "Order lines": [
    2155,
    { OrderId: "integer", ProductId: "integer", Quantity: "integer", Price: "decimal", Discount: "number" },
  ],
  Customers: [91, { CustomerId: "text", Customer: "text", City: "text", Country: "text", Fax: "text" }],
  Products: [
    77,
    { ProductId: "integer", Product: "text", CategoryId: "integer", SupplierId: "integer", Stock: "integer" },
  ],
  Categories: [8, { CategoryId: "integer", Category: "text", Description: "text" }],
  Suppliers: [29, { SupplierId: "integer", Supplier: "text", "Supplier country": "text" }],
  Employees: [9, { EmployeeId: "integer", Employee: "text", Title: "text", "Hired on": "date" }],
  Targets: [12, { "Target month": "dual", Target: "decimal" }],
});

const unsound = sampleModel({
  Orders: [830, { OrderId: "integer", City: "text", ProductId: "integer", Amount: "decimal" }],
  Customers: [91, { City: "text", Agent: "text", Customer: "text" }],
  Products: [77, { ProductId: "integer", Agent: "text", Product: "text" }],
  Budget: [240, { Year: "integer", Region: "text", Budget: "decimal" }],
  Forecast: [180, { Year: "integer", Region: "text", Forecast: "decimal" }],
  Regions: [6, { Region: "text", Head: "text" }],
});

const faults: DataModel = {
  ...unsound,
  loops: [["Orders", "Customers", "Products"]],
  loosened: [{ table: "Orders", fields: ["City", "ProductId"], circle: ["Orders", "Customers", "Products"] }],
  syntheticKeys: [{ name: "$Syn 1", tables: ["Budget", "Forecast"], fields: ["Year", "Region"] }],
  keys: [...(unsound.keys ?? []), { fields: ["Year", "Region"], distinct: 260, sides: [] }],
};

/** One fact with many wide dimensions around it, and names that are too long. */
const large = sampleModel({
  Orders: [
    48_210_334,
    {
      ...Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`Key ${i + 1}`, "integer"] as const)),
      "Umsatz der Bergmann Haushaltswarengroßhandelsgesellschaft": "decimal",
    },
  ],
  ...Object.fromEntries(
    Array.from({ length: 16 }, (_, i): [string, [number, Columns]] => [
      i === 3 ? "Haushaltswarengroßhandelsgesellschaften" : `Dimension ${i + 1}`,
      [
        (i + 1) * 37,
        {
          [`Key ${i + 1}`]: "integer",
          ...Object.fromEntries(
            Array.from({ length: (i * 5) % 19 }, (_, j): [string, FieldType] => [
              `Attribute ${i + 1}.${j + 1}`,
              "text",
            ]),
          ),
        },
      ],
    ]),
  ),
});

export const SAMPLE_MODELS: Partial<Record<string, DataModel>> = { sound, faults, large };
