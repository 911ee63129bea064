import { castTo } from "../../convert";
import { scriptError } from "../../errors";
import type { Settings } from "../../settings";
import { mergeTypes } from "../../types";
import { columnOf, ORDER, type Relation } from "../relation";

/**
 * The rows of several ordered relations as one, each behind the other; columns get the types that hold all.
 * @throws `script.file` where they have different fields
 */
export function together(relations: Relation[], settings: Settings): Relation {
  const [first, ...rest] = relations;
  if (!first) return { sql: "SELECT 1 WHERE false", columns: [], ordered: false, scrambled: false };
  if (rest.length === 0) return first;
  const names = (relation: Relation) => JSON.stringify(relation.columns.map((c) => c.name).sort());
  const other = relations.findIndex((r) => names(r) !== names(first));
  if (other > 0)
    throw scriptError(
      "script.file",
      `File ${other + 1} of the ${relations.length} has other columns than the first.`,
      { advice: "Load them one by one, each with its own field list." },
    );
  const columns = first.columns.map((column, i) => {
    const all = relations.map((r) => r.columns.find((c) => c.name === column.name) ?? column);
    const type = all.map((c) => c.type).reduce(mergeTypes);
    const format = all.find((c) => c.format)?.format;
    return { name: column.name, column: `c${i}`, type, ...(format ? { format } : {}) };
  });
  const parts = relations.map((relation, part) => {
    const list = columns.map(({ name, column, type }) => {
      const own = relation.columns.find((c) => c.name === name) ?? { name, column, type };
      return `${castTo(columnOf(own), type, settings).sql} AS ${column}`;
    });
    return `SELECT ${list.join(", ")}, ${part}::HUGEINT * 4611686018427387904 + i.${ORDER} AS "#all" FROM (${relation.sql}) AS i`;
  });
  const all = parts.join(" UNION ALL ");
  const list = columns.map((c) => c.column).join(", ");
  return {
    sql: `SELECT ${list}, row_number() OVER (ORDER BY "#all") AS ${ORDER} FROM (${all})`,
    columns,
    ordered: true,
    scrambled: true,
  };
}
