export type ColumnType = "integer" | "text" | "decimal" | "date";
export type Cell = string | number | null;

export interface TableColumn {
  name: string;
  type: ColumnType;
}

/** A whole table in memory. Dates are ISO texts, decimals numbers with at most two digits. */
export interface Table {
  name: string;
  columns: TableColumn[];
  /** Names of the columns that identify a row. */
  key: string[];
  rows: Cell[][];
}

/** `{ order_id: "integer" }` as columns. */
export function columnsOf(types: Record<string, ColumnType>): TableColumn[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}

/** Money with two digits, as a number. */
export const cents = (value: number): number => Math.round(value * 100) / 100;

export interface Renaming {
  /** Old table name → new one, and old column name → new one within it. */
  [table: string]: { table: string; columns: Record<string, string> };
}

/** The same rows under a customer's own names. */
export function renameTables(tables: Table[], renaming: Renaming): Table[] {
  return tables.map((t) => {
    const names = renaming[t.name];
    if (!names) return t;
    const rename = (name: string) => names.columns[name] ?? name;
    return {
      name: names.table,
      columns: t.columns.map((c) => ({ ...c, name: rename(c.name) })),
      key: t.key.map(rename),
      rows: t.rows,
    };
  });
}
