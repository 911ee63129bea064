import { asDouble, asNumber, castTo, type Typed } from "../../convert";
import { scriptError } from "../../errors";
import { quoteName } from "../../quoting";
import type { IntervalMatch } from "../../statements";
import { mergeTypes, readAs, TYPES } from "../../types";
import type { TableState } from "../catalog";
import { columnOf, ORDER, type Relation, type RelationColumn, withOrder } from "../relation";
import type { Run } from "../run";
import { sameValue } from "../same-value";
import { storeLimited } from "./limited";

/**
 * One row for every loaded interval and every value of the field (with the interval's keys beside it) that lies in
 * it, both ends included. A NULL end is open; an interval with an end that is no number matches nothing.
 */
export async function intervalMatch(
  run: Run,
  relation: Relation,
  prefix: IntervalMatch,
  temporary: string[],
): Promise<Relation> {
  const { lower, upper, keys } = intervalColumns(relation, prefix);
  const points = pointsOf(run, prefix);
  const ends = [points.field, columnOf(lower, "i"), columnOf(upper, "i")];
  const bounds = ends.every((v) => asNumber(v).type.kind === "integer") ? WHOLE : FLOATING;
  const { settings } = run.variables;
  const on = [
    `${bounds.number(points.field)} BETWEEN ${bounds.end(ends[1], bounds.least)} AND ${bounds.end(ends[2], bounds.most)}`,
    ...keys.map((key, i) => sameValue(points.keys[i] ?? columnOf(key, "i"), columnOf(key, "i"), settings)),
  ];
  const fields = [
    { name: prefix.field.value, value: points.field },
    ...[lower, upper, ...keys].map((c) => ({ name: c.name, value: columnOf(c, "i") })),
  ];
  const list = fields.map(({ value }, n) => `${value.sql} AS c${n}`);
  const table = run.db.temporaryName();
  temporary.push(table);
  await storeLimited(
    run,
    table,
    `SELECT ${list.join(", ")}, i.${ORDER} AS "#interval", p."#point" FROM (${points.sql}) AS p JOIN (${withOrder(relation).sql}) AS i ON ${on.join(" AND ")}`,
    "INTERVALMATCH",
  );
  return {
    sql: `SELECT * EXCLUDE ("#interval", "#point"), row_number() OVER (ORDER BY "#interval", "#point") AS ${ORDER} FROM ${quoteName(table)}`,
    columns: fields.map(({ name, value: { type, format } }, n) => ({
      name,
      column: `c${n}`,
      type,
      ...(format ? { format } : {}),
    })),
    ordered: true,
    scrambled: true,
  };
}

/** Numbers as they are compared; where all are whole, as whole numbers, which a DOUBLE would round. */
const WHOLE = {
  number: (v: Typed) => asNumber(v).sql,
  end: (v: Typed | undefined, open: string) =>
    v ? `CASE WHEN ${v.sql} IS NULL THEN ${open} ELSE ${asNumber(v).sql} END` : open,
  least: "(-9223372036854775807)::BIGINT",
  most: "9223372036854775807::BIGINT",
};
const FLOATING: typeof WHOLE = {
  number: asDouble,
  end: (v, open) => (v ? `CASE WHEN ${v.sql} IS NULL THEN ${open} ELSE ${asDouble(v)} END` : open),
  least: "'-infinity'::DOUBLE",
  most: "'infinity'::DOUBLE",
};

function intervalColumns(relation: Relation, { keys, at }: IntervalMatch) {
  const [lower, upper, ...rest] = relation.columns;
  const found = keys.map((key) => rest.find((c) => c.name === key.value));
  const known = found.filter((c) => c !== undefined);
  if (!lower || !upper || known.length < keys.length || rest.length !== keys.length) {
    const wanted = ["start", "end", ...keys.map((k) => `"${k.value}"`)].join(", ");
    throw scriptError("script.syntax", `INTERVALMATCH needs a table of exactly the fields ${wanted}.`, {
      at,
      advice: `It has ${relation.columns.map((c) => `"${c.name}"`).join(", ")}. Load other fields of the intervals into a table of their own.`,
    });
  }
  return { lower, upper, keys: known satisfies RelationColumn[] };
}

interface Points {
  /** Columns `v`, `k0`, `k1`, … and `#point`, the order of first appearance. */
  sql: string;
  field: Typed;
  keys: Typed[];
}

/** Every different value of the field, with the key fields beside it, in the tables so far. */
function pointsOf(run: Run, { field, keys }: IntervalMatch): Points {
  const names = [field.value, ...keys.map((k) => k.value)];
  const tables = run.catalog.withField(field.value).filter((t) => names.every((n) => columnIn(t, n)));
  if (tables.length === 0) throw nothingToMatch(run, field, names);
  const columns = names.map((name, n) => mergedColumn(tables, name, n === 0 ? "v" : `k${n - 1}`));
  const { settings } = run.variables;
  const parts = tables.map((table) => {
    const list = columns.map(({ name, as, value }) => {
      const column = columnIn(table, name);
      return `${column ? castTo(column, value.type, settings).sql : "NULL"} AS ${as}`;
    });
    return `SELECT ${list.join(", ")} FROM ${quoteName(table.name)}`;
  });
  const all = columns.map((c) => c.as).join(", ");
  const filled = columns.map((c) => `${c.as} IS NOT NULL`).join(" AND ");
  const [first, ...others] = columns.map((c) => c.value);
  return {
    sql: `SELECT ${all}, min(o) AS "#point" FROM (SELECT *, row_number() OVER () AS o FROM (${parts.join(" UNION ALL ")})) WHERE ${filled} GROUP BY ${all}`,
    field: first ?? { sql: "p.v", type: TYPES.null },
    keys: others,
  };
}

function columnIn(table: TableState, name: string): Typed | undefined {
  const column = table.columns.find((c) => c.name === name);
  if (!column) return undefined;
  const { type, format, stored } = column;
  return { sql: readAs(quoteName(name), stored), type, ...(format ? { format } : {}) };
}

function mergedColumn(tables: TableState[], name: string, as: string) {
  const columns = tables.flatMap((t) => columnIn(t, name) ?? []);
  const type = columns.map((c) => c.type).reduce(mergeTypes, TYPES.null);
  const format = columns.find((c) => c.format)?.format;
  const value: Typed = { sql: `p.${as}`, type, ...(format ? { format } : {}) };
  return { name, as, value };
}

function nothingToMatch(run: Run, field: IntervalMatch["field"], names: string[]) {
  const known = run.catalog.withField(field.value);
  const list = names.map((n) => `"${n}"`).join(", ");
  return scriptError(
    "script.field_missing",
    known.length === 0
      ? `No table so far has the field "${field.value}" to match with intervals.`
      : `No table so far has the fields ${list} together.`,
    {
      at: field.at,
      advice: "Load the table that holds them before INTERVALMATCH.",
      params: { field: field.value },
    },
  );
}
