import type { CellValue } from "@/server/platform/model";
import { AppError } from "@/server/shared/errors";
import type { Catalog, CatalogField } from "./catalog";
import { dualSql } from "./columns";
import { missingField } from "./errors";
import { exactNumber, fractionDigits } from "./numbers";
import type { ModelColumn } from "./types";
import type { Workspace } from "./workspace";

/** Values chosen in one field. A value that does not exist selects nothing: the answer is empty, not everything. */
export interface Selection {
  field: CatalogField;
  values: Exclude<CellValue, null>[];
  /** Where given, the values are found by SQL instead: a shared table with the field's keys in column `v`. */
  keys?: { id: string; table(): string };
}

const MOST_VALUES = 100_000;

/** Selections as a query carries them, checked. A field with an empty list is not selected in. */
export function readSelections(
  catalog: Catalog,
  input: Record<string, CellValue[]> | undefined,
): Selection[] {
  return Object.entries(input ?? {}).flatMap(([name, list]) => {
    const field = catalog.field(name);
    if (!field) throw missingField(name, catalog, `selections.${name}`);
    if (list.length > MOST_VALUES) throw tooMany(name);
    const values = list.filter((v) => v !== null);
    if (values.length < list.length) throw nullSelected(name);
    return values.length > 0 ? [{ field, values }] : [];
  });
}

/**
 * SQL condition: the column's value is one of the selected ones.
 * @param sql the column as read (`columnSql`)
 */
export function isSelected(
  workspace: Workspace,
  selection: Selection,
  column: ModelColumn,
  sql: string,
): string {
  const list = (values: readonly string[], cast: (v: string) => string, from = sql) =>
    `${from} IN (SELECT ${cast("v")} FROM ${workspace.list(values)})`;
  const texts = selection.values.map(String);
  switch (selection.field.kind === "dual" ? "dual" : column.kind) {
    case "integer":
      return list(exactNumbers(texts, 0), (v) => `TRY_CAST(${v} AS HUGEINT)`);
    case "decimal": {
      const scale = Number(/,\s*(\d+)\)/.exec(column.sqlType)?.[1] ?? 0);
      return list(exactNumbers(texts, scale), (v) => `TRY_CAST(${v} AS DECIMAL(38,${scale}))`);
    }
    case "number":
      return list(numbers(texts), (v) => `TRY_CAST(${v} AS DOUBLE)`);
    case "boolean":
      return list(texts.flatMap(booleanText), (v) => `TRY_CAST(${v} AS BOOLEAN)`);
    case "date":
    case "timestamp":
      return list(texts, (v) => `TRY_CAST(${v} AS TIMESTAMP)`, `CAST(${sql} AS TIMESTAMP)`);
    case "time":
      return list(texts, (v) => `TRY_CAST(${v} AS TIME)`);
    case "text":
      return list(texts, (v) => v);
    case "dual": {
      const { num, txt } = dualSql(sql, column.kind);
      const byNumber = list(numbers(texts), (v) => `TRY_CAST(${v} AS DOUBLE)`, `(${num})`);
      return `(${list(texts, (v) => v, `(${txt})`)} OR ${byNumber})`;
    }
  }
}

/** Numbers that a column with `scale` digits behind the point can hold exactly, written out. */
function exactNumbers(texts: readonly string[], scale: number): string[] {
  return texts.flatMap((text) => {
    const exact = exactNumber(text);
    return exact !== null && fractionDigits(exact) <= scale ? [exact] : [];
  });
}

function numbers(texts: readonly string[]): string[] {
  return texts.filter((text) => text.trim() !== "" && Number.isFinite(Number(text)));
}

function booleanText(text: string): string[] {
  const lower = text.trim().toLowerCase();
  if (["true", "1", "-1"].includes(lower)) return ["true"];
  return ["false", "0"].includes(lower) ? ["false"] : [];
}

function tooMany(name: string): AppError {
  return new AppError(
    "limit",
    "query.selection_size",
    `More than ${MOST_VALUES} values of "${name}" are selected.`,
    {
      advice: "Select in a field with fewer values, for example a group of these.",
      params: { field: name, most: MOST_VALUES },
    },
  );
}

function nullSelected(name: string): AppError {
  return new AppError("invalid", "query.select_null", `NULL cannot be selected, as in field "${name}".`, {
    advice: "Leave it out; rows without a value are excluded as soon as something is selected in the field.",
    params: { field: name },
    issues: [{ path: `selections.${name}`, message: "holds null" }],
  });
}
