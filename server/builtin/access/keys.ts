import type { CatalogField } from "@/server/builtin/associative/catalog";
import { columnSql, dualSql, keySql } from "@/server/builtin/associative/columns";
import type { Selection } from "@/server/builtin/associative/selections";
import type { Workspace } from "@/server/builtin/associative/workspace";
import { quoteName } from "@/server/builtin/script/quoting";
import type { Allowed } from "./permission";
import { ALL } from "./rules";

/**
 * The values of a field that are allowed, as a selection; the values are compared upper-cased.
 * @param column of the rules with the listed values
 */
export function allowedSelection(
  workspace: Workspace,
  field: CatalogField,
  allowed: Exclude<Allowed, null>,
  column: string,
): Selection {
  const id = `access ${JSON.stringify([field.name, allowed])}`;
  return { field, values: [], keys: { id, table: () => allowedKeys(workspace, field, allowed, column, id) } };
}

function allowedKeys(
  workspace: Workspace,
  field: CatalogField,
  allowed: Exclude<Allowed, null>,
  column: string,
  id: string,
): string {
  return workspace.table(id, () => {
    const values =
      allowed === ALL
        ? `(SELECT ${column} AS v FROM _tenantry.access_rows WHERE ${column} <> '${ALL}')`
        : workspace.list(allowed);
    const found = field.columns.map((c) => {
      const sql = columnSql("t", c);
      const { num, txt } = dualSql(sql, c.kind);
      const byText = `upper(${txt}) IN (SELECT v FROM ${values})`;
      // Texts that are written like numbers stay texts: 007 is not 7 to somebody who may see 7.
      const byNumber = `(${num}) IN (SELECT TRY_CAST(v AS DOUBLE) FROM ${values} WHERE isfinite(TRY_CAST(v AS DOUBLE)))`;
      const condition = c.kind === "text" ? byText : `(${byText} OR ${byNumber})`;
      return `SELECT DISTINCT ${keySql("t", c, field.kind)} AS v FROM main.${quoteName(c.table)} t WHERE ${condition}`;
    });
    return () => found.join(" UNION ");
  });
}
