import { castTo, type Typed, unify } from "../../convert";
import { scriptError } from "../../errors";
import { quoteText } from "../../quoting";
import type { Settings } from "../../settings";
import type { Crosstable } from "../../statements";
import { type Kind, TYPES } from "../../types";
import { columnOf, ORDER, type Relation, type RelationColumn, withOrder } from "../relation";
import type { Run } from "../run";

/**
 * Turns the columns behind the first `keep` into rows: one for each column that is not NULL, with the column's name
 * in one field and its value in another.
 */
export function crosstable(run: Run, relation: Relation, prefix: Crosstable): Relation {
  const kept = relation.columns.slice(0, prefix.keep);
  const turned = relation.columns.slice(prefix.keep);
  if (turned.length === 0)
    throw scriptError(
      "script.value",
      `CROSSTABLE keeps ${prefix.keep} fields in front, and the table has ${relation.columns.length}: none is left to turn into rows.`,
      { at: prefix.at },
    );
  const { values, type, format } = together(
    turned.map((c) => columnOf(c)),
    run.variables.settings,
  );
  const names = turned.map((c) => quoteText(c.name)).join(", ");
  const cells = values.map((v) => `CAST(${v.sql} AS ${type.sql})`).join(", ");
  const list = [
    ...kept.map((c, i) => `i.${c.column} AS c${i}`),
    `unnest([${names}]) AS c${kept.length}`,
    `unnest([${cells}]) AS c${kept.length + 1}`,
    `i.${ORDER} * ${turned.length} + unnest(range(${turned.length})) AS ${ORDER}`,
  ];
  const columns: RelationColumn[] = [
    ...kept.map((c, i) => ({ ...c, column: `c${i}` })),
    { name: prefix.attribute.value, column: `c${kept.length}`, type: TYPES.text },
    { name: prefix.data.value, column: `c${kept.length + 1}`, type, ...(format ? { format } : {}) },
  ];
  const { sql } = withOrder(relation);
  return {
    sql: `SELECT r.* FROM (SELECT ${list.join(", ")} FROM (${sql}) AS i) AS r WHERE r.c${kept.length + 1} IS NOT NULL`,
    columns,
    ordered: true,
    scrambled: relation.scrambled,
  };
}

/** The columns as one: as duals where one would show the others' numbers by its own format, such as 3 as a day. */
function together(columns: Typed[], settings: Settings): ReturnType<typeof unify> {
  const one = unify(columns, settings);
  if (one.type.kind === "text" || one.type.kind === "dual") return one;
  const shown = columns
    .filter((c) => c.type.kind !== "null")
    .map((c) => [DAYS.has(c.type.kind) && c.type.kind, c.format]);
  if (new Set(shown.map((how) => JSON.stringify(how))).size < 2) return one;
  return { values: columns.map((c) => castTo(c, TYPES.dual, settings)), type: TYPES.dual };
}

const DAYS = new Set<Kind>(["date", "timestamp", "time"]);
