import { asText, numberLiteral, type Typed, textLiteral, unify } from "../convert";
import { unsupported } from "../errors";
import { parseNumber } from "../number-text";
import { quoteName, quoteText } from "../quoting";
import { fits } from "./name-patterns";
import { store } from "./placement/create";
import { qualified } from "./qualify";
import { columnOf, ORDER, type Relation, type RelationColumn, tableRelation } from "./relation";
import type { Mapping, Run } from "./run";
import { sameValue } from "./same-value";

/** What ALIAS, MAP, NULLASVALUE and the NULL variables say about the loads that follow. */
export interface FieldRules {
  aliases: Map<string, string>;
  /** The last that fits a field counts; null ends an earlier one. */
  maps: { patterns: string[]; mapping: string | null }[];
  nulls: { patterns: string[]; asValue: boolean }[];
  /** What NULL becomes in those fields. */
  nullValue: string;
  /** What a text of a file or INLINE means NULL. */
  nullInterpret: string | undefined;
  /** What NULL of a SELECT becomes. */
  nullDisplay: string | undefined;
  /** STAR IS: the text that stands for all values in an access section. */
  star: string | undefined;
}

export function noRules(): FieldRules {
  return {
    aliases: new Map(),
    maps: [],
    nulls: [],
    nullValue: "",
    nullInterpret: undefined,
    nullDisplay: undefined,
    star: undefined,
  };
}

/** Takes note of a variable that says how NULL is read; their names ignore case. `undefined` ends its effect. */
export function noteNullVariable(rules: FieldRules, name: string, value: string | undefined): void {
  switch (name.toLowerCase()) {
    case "nullvalue":
      rules.nullValue = value ?? "";
      break;
    case "nullinterpret":
      rules.nullInterpret = value;
      break;
    case "nulldisplay":
      rules.nullDisplay = value;
      break;
  }
}

/** Whether values may change between a load and its table. */
export function changesValues({ maps, nulls, nullDisplay }: FieldRules): boolean {
  return maps.length > 0 || nulls.length > 0 || nullDisplay !== undefined;
}

/** Columns with the names they have in a table: by ALIAS, then by QUALIFY. */
export function finalNames<T extends { name: string }>(run: Run, columns: T[], table: string): T[] {
  const { aliases } = run.rules;
  return qualified(
    run,
    columns.map((c) => ({ ...c, name: aliases.get(c.name) ?? c.name })),
    table,
  );
}

/** The last steps before rows are stored: NULLASVALUE, then MAP … USING, by the names the fields have in the table. */
export async function finalValues(run: Run, relation: Relation, temporary: string[]): Promise<Relation> {
  const { nulls, nullValue, star } = run.rules;
  const starred = star !== undefined && run.catalog.section === "application";
  const asValue = (name: string) => nulls.findLast((rule) => fits(name, rule.patterns))?.asValue === true;
  if (!starred && !relation.columns.some(({ name }) => asValue(name) || mappingOf(run, name)))
    return relation;
  const stored = await materialized(run, relation, temporary);
  if (starred) await refuseStar(run, stored, star);
  return mapped(run, await withoutNulls(run, stored, asValue, nullValue));
}

/** A star means all values only in an access section; as a value of the data it would just be a text. */
async function refuseStar(run: Run, relation: Relation, star: string): Promise<void> {
  const texts = relation.columns.filter((c) => c.type.kind === "text" || c.type.kind === "dual");
  if (texts.length === 0) return;
  const same = texts.map((c) => `${asText(columnOf(c), run.variables.settings)} = ${quoteText(star)}`);
  const found = await holds(run, relation.sql, same);
  const field = texts[found.indexOf(true)]?.name;
  if (field === undefined) return;
  throw unsupported(
    `The star "${star}" as a value of the field "${field}"`,
    undefined,
    "It stands for all values in SECTION ACCESS only; write STAR IS; before this statement to load it as a text.",
  );
}

/** NULL of a SELECT as NullDisplay says. */
export async function displayedNulls(run: Run, relation: Relation): Promise<Relation> {
  const { nullDisplay } = run.rules;
  return nullDisplay === undefined ? relation : withoutNulls(run, relation, () => true, nullDisplay);
}

/** The rows in a temporary table: they are about to be read several times. */
async function materialized(run: Run, relation: Relation, temporary: string[]): Promise<Relation> {
  const table = run.db.temporaryName();
  temporary.push(table);
  const plain = relation.columns.map((c, i) => ({ ...c, name: `c${i}` }));
  const { columns } = await store(run, { ...relation, columns: plain }, table);
  const stored = tableRelation(table, columns);
  return {
    ...stored,
    columns: stored.columns.map((c, i) => ({ ...c, name: relation.columns[i]?.name ?? "" })),
  };
}

/** Puts a text in the place of NULL; only columns that hold NULL change their type for it. */
async function withoutNulls(
  run: Run,
  relation: Relation,
  wanted: (name: string) => boolean,
  text: string,
): Promise<Relation> {
  const holding = await holds(
    run,
    relation.sql,
    relation.columns.map((c) => (wanted(c.name) ? `${columnOf(c).sql} IS NULL` : "false")),
  );
  const plain = parseNumber(text, run.variables.settings);
  const value = plain === null ? textLiteral(text) : numberLiteral(plain, text);
  return replaced(relation, (column, i) => {
    if (!holding[i]) return undefined;
    const { values, ...as } = unify([columnOf(column), value], run.variables.settings);
    return { sql: `coalesce(${values[0]?.sql}, ${values[1]?.sql})`, ...as };
  });
}

/** Values replaced by mapping tables; a value its mapping does not hold stays, and so does a column without any. */
async function mapped(run: Run, relation: Relation): Promise<Relation> {
  const { settings } = run.variables;
  const joins: string[] = [];
  const keys = relation.columns.map((column, i) => {
    const mapping = mappingOf(run, column.name);
    if (!mapping) return "false";
    const on = sameValue({ ...mapping.key, sql: `m${i}.k` }, columnOf(column), settings);
    joins.push(` LEFT JOIN ${quoteName(mapping.table)} AS m${i} ON ${on}`);
    return `m${i}.k IS NOT NULL`;
  });
  if (joins.length === 0) return relation;
  const found = await holds(run, relation.sql, keys, joins);
  const result = replaced(relation, (column, i) => {
    const mapping = mappingOf(run, column.name);
    if (!mapping || !found[i]) return undefined;
    const { values, ...as } = unify([{ ...mapping.value, sql: `m${i}.v` }, columnOf(column)], settings);
    return { sql: `CASE WHEN ${keys[i]} THEN ${values[0]?.sql} ELSE ${values[1]?.sql} END`, ...as };
  });
  return { ...result, sql: result.sql + joins.join(""), scrambled: true };
}

function mappingOf(run: Run, field: string): Mapping | undefined {
  const name = run.rules.maps.findLast((rule) => fits(field, rule.patterns))?.mapping;
  return name ? run.mappings.get(name) : undefined;
}

/** Which of several conditions hold for any row of a relation, called `i`. */
async function holds(run: Run, sql: string, conditions: string[], joins: string[] = []): Promise<boolean[]> {
  const list = conditions.map((condition) => `coalesce(bool_or(${condition}), false)`);
  const [row = []] = await run.db.rows(`SELECT ${list.join(", ")} FROM (${sql}) AS i${joins.join("")}`);
  return row.map((value) => value === true);
}

/** The relation, called `i`, with some of its columns computed anew. */
function replaced(
  relation: Relation,
  change: (column: RelationColumn, index: number) => Typed | undefined,
): Relation {
  const values = relation.columns.map((column, i) => change(column, i) ?? columnOf(column));
  const list = values.map(({ sql }, i) => `${sql} AS c${i}`);
  if (relation.ordered) list.push(`i.${ORDER} AS ${ORDER}`);
  const columns = values.map(({ type, format }, i) => ({
    name: relation.columns[i]?.name ?? "",
    column: `c${i}`,
    type,
    ...(format ? { format } : {}),
  }));
  return { ...relation, sql: `SELECT ${list.join(", ")} FROM (${relation.sql}) AS i`, columns };
}
