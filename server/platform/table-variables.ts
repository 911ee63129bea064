import type { Condition, TableMapping } from "@/db/schema";
import { AppError } from "@/server/shared/errors";
import { conditionSql } from "./conditions";
import type { Dialect } from "./dialect";
import { didYouMean } from "./nearest";
import type { TableDeclaration } from "./port";
import { nullOf } from "./sql-types";
import { splitTableName } from "./table-name";

/** A `TableMapping` whose columns may also be left out by hand: `null` (or "") says "this customer has no such column". */
export type Mapping = Omit<TableMapping, "columns"> & { columns?: Record<string, string | null> };

function fail(code: string, message: string, advice: string, path: string): AppError {
  return new AppError("invalid", code, message, { advice, issues: [{ path, message }] });
}

/** Names go into scripts as they stand, where `$(` would be expanded; no database lets us write it another way. */
function identifier(name: string, dialect: Dialect): string {
  if (name.includes("$("))
    throw new AppError(
      "invalid",
      "source.name",
      `The name "${name}" holds "$(", which a load script would expand.`,
      {
        advice: "Give the customer a view with another name for it.",
        params: { name },
      },
    );
  return dialect.identifier(name);
}

interface Place {
  table: string;
  mapping: Mapping;
  dialect: Dialect;
  /** Column names of the customer's table, where they were looked up. */
  known?: readonly string[];
}

/** Quoted names are told apart by case in PostgreSQL only. */
function isKnown(name: string, { known = [], dialect }: Place): boolean {
  if (dialect.name === "postgres") return known.includes(name);
  const wanted = name.toLowerCase();
  return known.some((column) => column.toLowerCase() === wanted);
}

function missingColumn(column: string, place: Place, path: string): AppError {
  const has = place.known ?? [];
  return fail(
    "source.column_missing",
    `The table "${place.table}" has no column "${column}".${didYouMean(column, has)}`,
    "Map the template's column to the customer's name of it, or leave it out if it is optional.",
    path,
  );
}

/** The customer's name of a template column; null where the customer has none. */
function sourceColumn(column: TableDeclaration["columns"][number], place: Place): string | null {
  const mapped = place.mapping.columns?.[column.name];
  const path = `columns.${column.name}`;
  if (mapped === null || mapped === "") {
    if (column.optional) return null;
    throw fail(
      "source.column_missing",
      `The template needs the column "${column.name}" of "${place.table}"; it can't be left out.`,
      "Map it to a column of the customer's table.",
      path,
    );
  }
  const name = mapped ?? column.name;
  if (!place.known || isKnown(name, place)) return name;
  if (column.optional && mapped === undefined) return null;
  throw missingColumn(name, place, path);
}

function selectList(declaration: TableDeclaration, place: Place, dialect: Dialect): string {
  const renamed = Object.keys(place.mapping.columns ?? {});
  const declared = declaration.columns.map((c) => c.name);
  const stray = renamed.find((name) => !declared.includes(name));
  if (stray !== undefined)
    throw fail(
      "source.mapping",
      `The template's table "${declaration.name}" declares no column "${stray}".${didYouMean(stray, declared)}`,
      declared.length === 0
        ? "It takes every column as it is, so nothing can be renamed."
        : "On the left goes the template's name of a column, on the right the customer's.",
      `columns.${stray}`,
    );
  if (declared.length === 0) return "*";
  return declaration.columns
    .map((column) => {
      const source = sourceColumn(column, place);
      const value = source === null ? nullOf(column.type, dialect) : identifier(source, dialect);
      return `${value} AS ${identifier(column.name, dialect)}`;
    })
    .join(", ");
}

/** A condition names a column of the template or, where it declares none of that name, of the customer's table. */
function conditionColumn(
  condition: Condition,
  index: number,
  declaration: TableDeclaration,
  place: Place,
): string {
  const path = `where[${index}].column`;
  const declared = declaration.columns.find((c) => c.name === condition.column);
  if (declared) {
    const source = sourceColumn(declared, place);
    if (source !== null) return source;
    throw fail(
      "source.where",
      `A condition asks for "${condition.column}", which this customer's "${place.table}" doesn't have.`,
      "Remove the condition, or map the column.",
      path,
    );
  }
  if (place.known && !isKnown(condition.column, place)) throw missingColumn(condition.column, place, path);
  return condition.column;
}

/**
 * What a script's `$(orders)` stands for: a quoted derived table with this customer's names and where clause,
 * `(SELECT "cust_id" AS "customer_id" FROM "shop"."tbl" WHERE "country" IN ('DE')) AS "orders"`.
 * Without declared columns it takes every column. Conditions are joined by AND.
 * @param known column names of the customer's table; given, missing ones are found here (with the nearest names) and
 *   optional ones become NULL. Not given, the database finds them, and only `null` in the mapping leaves one out.
 * Throws `source.mapping`, `source.where`, `source.column_missing`, `source.name`, `source.value`.
 */
export function tableVariable(
  declaration: TableDeclaration,
  mapping: Mapping | undefined,
  dialect: Dialect,
  known?: readonly string[],
): string {
  const table = mapping?.table ?? declaration.name;
  const place: Place = { table, mapping: mapping ?? {}, dialect, known };
  const path = mapping?.table === undefined ? [declaration.name] : splitTableName(mapping.table, dialect);
  const from = path.map((part) => identifier(part, dialect)).join(".");
  const columns = selectList(declaration, place, dialect);
  const where = (place.mapping.where ?? []).map((condition, index) => {
    const column = conditionColumn(condition, index, declaration, place);
    return conditionSql(condition, identifier(column, dialect), index, dialect);
  });
  const filter = where.length > 0 ? ` WHERE ${where.join(" AND ")}` : "";
  return `(SELECT ${columns} FROM ${from}${filter}) AS ${identifier(declaration.name, dialect)}`;
}
