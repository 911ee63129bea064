import type { RowOrder } from "@/server/builtin/script/row-order";
import type { DataModel, FieldType } from "@/server/platform/model";

/** The data model plus what answering needs; kept in the generation's `_tenantry.model`. Only this process family reads it. */
export interface AssociativeModel extends DataModel {
  /** Version of this description. */
  version: 1;
  columns: ModelColumn[];
  /** Per table and set of linking fields: whether no combination occurs twice (NULL apart). */
  uniqueKeys: { table: string; fields: string[] }[];
  /** Load order of tables whose rows lie otherwise. */
  orders?: Record<string, RowOrder>;
}

/** One column of one table: a field may live in several tables, with different types. */
export interface ModelColumn {
  table: string;
  field: string;
  /** DuckDB's type text: `BIGINT`, `DECIMAL(10,2)`, `STRUCT(num DOUBLE, txt VARCHAR)`. */
  sqlType: string;
  kind: FieldType;
}
