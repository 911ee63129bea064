import type { DuckDBConnection } from "@duckdb/node-api";
import type { FieldValuesQuery, FieldValuesResult } from "@/server/platform/model";
import { catalogOf } from "./catalog";
import { missingField } from "./errors";
import { isState, valueStates } from "./field-list";
import { checkFieldValuesQuery } from "./requests";
import { containing } from "./search";
import { readSelections } from "./selections";
import type { AssociativeModel } from "./types";
import { Workspace } from "./workspace";

/**
 * Values of a field with their selection states, by value (numbers before texts; NULL is no value). `frequency` counts
 * the possible rows that hold the value in the largest table of the field.
 * @throws `query.invalid`, `query.field_missing`, `query.loop`, `query.failed`
 */
export async function fieldValues(
  db: DuckDBConnection,
  model: AssociativeModel,
  input: FieldValuesQuery,
  options: { generation: string },
): Promise<FieldValuesResult> {
  const asked = checkFieldValuesQuery(input);
  const catalog = catalogOf(model);
  const field = catalog.field(asked.field);
  if (!field) throw missingField(asked.field, catalog, "field");
  const selections = readSelections(catalog, asked.selections);
  const workspace = new Workspace(db, catalog);
  const dual = field.kind === "dual";
  const by = (alias: string) => (dual ? `${alias}.num NULLS LAST, ${alias}.txt` : `${alias}.k`);
  const planned = workspace.plan(() => {
    const states = valueStates(workspace, field, selections, false);
    const found = `SELECT * FROM ${states} v${asked.search ? ` WHERE ${containing("v", asked.search)}` : ""}`;
    return `WITH found AS MATERIALIZED (${found})
      SELECT n.n, p.state, p.frequency, ${dual ? "{'num': p.num, 'txt': p.txt}" : "p.k"}
      FROM (SELECT count(*) AS n FROM found) n
      LEFT JOIN (SELECT * FROM found q ORDER BY ${by("q")} LIMIT ${asked.limit} OFFSET ${asked.offset}) p ON true
      ORDER BY ${by("p")}`;
  });
  const rows = await workspace.read(planned);
  return {
    field: asked.field,
    values: rows.flatMap(([, state, frequency, cell]) =>
      isState(state) ? [{ value: cell ?? null, state, frequency: Number(frequency) }] : [],
    ),
    total: Number(rows[0]?.[0] ?? 0),
    generation: options.generation,
  };
}
