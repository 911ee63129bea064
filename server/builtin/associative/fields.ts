import type { Typed } from "@/server/builtin/script/convert";
import { quoteName } from "@/server/builtin/script/quoting";
import { mergeTypes, readAs, TYPES, typeOf, type ValueType } from "@/server/builtin/script/types";
import type { CatalogField } from "./catalog";
import { columnSql, dualKeySql, dualOfKey, dualSql, dualStruct } from "./columns";
import type { GraphTable } from "./graph";
import type { Reduction } from "./reduction";
import type { ModelColumn } from "./types";

/** DuckDB type of a column as `columnSql` reads it. */
function readType(column: ModelColumn): string {
  if (column.kind === "text") return "VARCHAR";
  return column.sqlType === "TIMESTAMP WITH TIME ZONE" ? "TIMESTAMP" : column.sqlType;
}

/** The type that holds the field's values of all its tables. */
export function fieldType(field: CatalogField): ValueType {
  if (field.kind === "dual") return TYPES.dual;
  return field.columns.map((c) => typeOf(readType(c))).reduce(mergeTypes);
}

/**
 * A field as expressions see it.
 * @param sql its column in a sub-query of `Reduction.possible`, or that carried along
 * @param uniform give it the type the field has in common, as dimensions need that are merged over several tables
 */
export function typedField(
  reduction: Reduction,
  table: GraphTable,
  field: CatalogField,
  sql: string,
  uniform: boolean,
): Typed {
  const format = reduction.catalog.model.fields.find((f) => f.name === field.name)?.format;
  const withFormat = (typed: Typed): Typed => (format ? { ...typed, format } : typed);
  const common = fieldType(field);
  if (table.combines)
    return withFormat(
      field.kind === "dual"
        ? { sql: dualStruct(dualOfKey(sql, textOfKey(reduction, field, sql))), type: common }
        : { sql: `CAST(${sql} AS ${common.sql})`, type: common },
    );
  const column = reduction.catalog.column(table.name, field.name);
  const own = typeOf(readType(column));
  if (!uniform || own.sql === common.sql)
    return withFormat({ sql: readAs(sql, readType(column)), type: own });
  const asCommon =
    common.kind === "dual" ? dualStruct(dualSql(sql, column.kind)) : `CAST(${sql} AS ${common.sql})`;
  return withFormat({ sql: asCommon, type: common });
}

/** SQL for the text a dual's key is shown by. */
export function textOfKey(reduction: Reduction, field: CatalogField, key: string): string {
  const texts = reduction.workspace.table(`texts ${field.name}`, () => {
    const rows = field.columns.map((column) => {
      const dual = dualSql(columnSql("t", column), column.kind);
      return `SELECT ${dualKeySql(dual)} AS k, ${dual.txt} AS txt FROM main.${quoteName(column.table)} t`;
    });
    return () => `SELECT k, min(txt) AS txt FROM (${rows.join(" UNION ALL ")}) GROUP BY k`;
  });
  return `(SELECT x.txt FROM ${texts} x WHERE x.k = ${key})`;
}
