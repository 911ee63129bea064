import { scriptError } from "../../errors";
import { quoteName } from "../../quoting";
import type { Name } from "../../statements";
import { mappingPairs } from "../map-substring";
import { columnOf, ORDER, type Relation, withOrder } from "../relation";
import type { Run } from "../run";

/** Keeps a two-column relation for ApplyMap until the run ends; of equal keys the first wins. Returns its rows. */
export async function keepMapping(run: Run, relation: Relation, label: Name | undefined): Promise<number> {
  if (!label)
    throw scriptError("script.syntax", "A MAPPING LOAD needs a name.", { advice: "Write MyMap: before it." });
  const [key, value, extra] = relation.columns;
  if (!key || !value || extra)
    throw scriptError(
      "script.syntax",
      `A mapping has two fields; "${label.value}" has ${relation.columns.length}.`,
      {
        at: label.at,
        advice: "The first is what is looked up, the second what is given for it.",
      },
    );
  const table = run.db.temporaryName();
  const source = withOrder(relation);
  const [row] = await run.db.rows(
    `CREATE TABLE ${quoteName(table)} AS SELECT ${key.column} AS k, arg_min_null(${value.column}, ${ORDER}) AS v FROM (${source.sql}) WHERE ${key.column} IS NOT NULL GROUP BY k`,
  );
  const previous = run.mappings.get(label.value);
  const pairs = await mappingPairs(run, table, columnOf(key), columnOf(value));
  run.mappings.set(label.value, { table, key: columnOf(key), value: columnOf(value), pairs });
  if (previous) await run.db.dropTemporary(previous.table);
  return Number(row?.[0] ?? 0);
}
