import type { CellValue } from "@/server/builtin/formats/xlsx/workbook";
import type { RowWriter } from "@/server/builtin/sources/rows/row-writer";
import { castTo } from "../../../convert";
import type { Settings } from "../../../settings";
import { mergeTypes, TYPES, type ValueType } from "../../../types";

type CellKind = "integer" | "number" | "boolean" | "text" | "date" | "timestamp" | "time";
type Storage = { kind: "BIGINT" | "DOUBLE" | "BOOLEAN" | "VARCHAR" | "TIMESTAMP" };

/** A column of a sheet on its way into a table: each kind of value it has in a column of its own. */
export interface CellColumn {
  /** Place in the sheet's rows. */
  at: number;
  storage: Storage[];
  type: ValueType;
  put(writer: RowWriter, column: number, value: CellValue): void;
  /** SQL of the value from its columns' names. */
  sql(columns: string[]): string;
}

const STORAGE: Record<CellKind, Storage["kind"]> = {
  integer: "BIGINT",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  text: "VARCHAR",
  date: "TIMESTAMP",
  timestamp: "TIMESTAMP",
  time: "TIMESTAMP",
};

const DAY_MS = 86_400_000;
/** The day of a time that has none: 1899-12-30. */
const NO_DAY = -25_569 * DAY_MS;

export function cellColumn(rows: CellValue[][], at: number, settings: Settings): CellColumn {
  const kinds = kindsOf(rows, at);
  if (kinds.length === 0)
    return {
      at,
      storage: [{ kind: "VARCHAR" }],
      type: TYPES.null,
      put: (writer, column) => writer.setNull(column),
      sql: ([column = ""]) => column,
    };
  const type = kinds.map((kind): ValueType => TYPES[kind]).reduce(mergeTypes);
  return {
    at,
    storage: kinds.map((kind) => ({ kind: STORAGE[kind] })),
    type,
    put: (writer, column, value) => {
      for (const [i, kind] of kinds.entries())
        if (fits(kind, value)) putAs(writer, column + i, kind, value);
        else writer.setNull(column + i);
    },
    sql: (columns) => {
      const values = kinds.map((kind, i) => {
        const own =
          STORAGE[kind] === "TIMESTAMP" ? `CAST(${columns[i]} AS ${TYPES[kind].sql})` : `${columns[i]}`;
        return castTo({ sql: own, type: TYPES[kind] }, type, settings).sql;
      });
      return values.length === 1 ? (values[0] ?? "") : `coalesce(${values.join(", ")})`;
    },
  };
}

/** Numbers are whole where all are, dates have no time where none has one, and are times where none has a day. */
function kindsOf(rows: CellValue[][], at: number): CellKind[] {
  const found = new Set<CellKind>();
  let [whole, days, times] = [true, true, true];
  for (const row of rows) {
    const value = row[at] ?? null;
    if (typeof value === "string") found.add("text");
    else if (typeof value === "boolean") found.add("boolean");
    else if (typeof value === "number") {
      found.add("number");
      if (!Number.isSafeInteger(value)) whole = false;
    } else if (value) {
      found.add("timestamp");
      const ms = value.getTime();
      if (ms % DAY_MS !== 0) days = false;
      if (ms < NO_DAY || ms >= NO_DAY + DAY_MS) times = false;
    }
  }
  const date: CellKind = times ? "time" : days ? "date" : "timestamp";
  return [...found].map((kind) =>
    kind === "number" && whole ? "integer" : kind === "timestamp" ? date : kind,
  );
}

function fits(kind: CellKind, value: CellValue): boolean {
  if (value === null) return false;
  if (kind === "text") return typeof value === "string";
  if (kind === "boolean") return typeof value === "boolean";
  if (kind === "integer" || kind === "number") return typeof value === "number";
  return value instanceof Date;
}

function putAs(writer: RowWriter, column: number, kind: CellKind, value: CellValue): void {
  if (typeof value === "string") writer.setText(column, value);
  else if (typeof value === "boolean") writer.setBoolean(column, value);
  else if (typeof value !== "number") writer.setInt64(column, (value?.getTime() ?? 0) * 1000);
  else if (kind === "integer") writer.setInt64(column, value);
  else writer.setDouble(column, value);
}
