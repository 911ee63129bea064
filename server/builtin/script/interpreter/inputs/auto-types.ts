import { textToTimestamp } from "../../date-format";
import { quoteText } from "../../quoting";
import type { Settings } from "../../settings";
import { TYPES } from "../../types";
import type { Relation, RelationColumn } from "../relation";
import type { Run } from "../run";

const INTEGER = "-?(?:0|[1-9]\\d{0,17})";

/**
 * Gives text columns the type all their values have: whole numbers, numbers by DecimalSep, dates and timestamps by
 * the script's formats or ISO. Numbers with leading zeros stay text; in typed columns an empty value is NULL.
 */
export async function autoTyped(run: Run, relation: Relation): Promise<Relation> {
  if (relation.columns.length === 0) return relation;
  const { settings } = run.variables;
  const tests = relation.columns.flatMap(({ column }) =>
    candidates(`trim(${column})`, settings).map((c) => c.test),
  );
  const each = tests.map((test) => `coalesce(bool_and(${test}), false)`);
  const [verdicts = []] = await run.db.rows(`SELECT ${each.join(", ")} FROM (${relation.sql})`);
  const perColumn = tests.length / relation.columns.length;
  const typed = relation.columns.map((column, i) => {
    const index = verdicts.slice(i * perColumn, (i + 1) * perColumn).indexOf(true);
    const chosen = candidates(`trim(i.${column.column})`, settings)[index];
    return chosen
      ? { sql: chosen.read, column: { ...column, ...chosen.as } }
      : { sql: `i.${column.column}`, column };
  });
  const list = typed.map(({ sql }, i) => `${sql} AS c${i}`);
  if (relation.ordered) list.push('i."#ord" AS "#ord"');
  return {
    ...relation,
    sql: `SELECT ${list.join(", ")} FROM (${relation.sql}) AS i`,
    columns: typed.map(({ column }, i) => ({ ...column, column: `c${i}` })),
  };
}

interface Candidate {
  /** SQL that is true for a value of the type, NULL for an empty one. */
  test: string;
  read: string;
  as: Pick<RelationColumn, "type" | "format">;
}

function candidates(text: string, settings: Settings): Candidate[] {
  const value = `nullif(${text}, '')`;
  const { decimalSep, dateFormat, timestampFormat } = settings;
  const point = decimalSep.replace(/[^\p{L}\p{N}]/gu, "\\$&");
  const number = `-?(?:(?:0|[1-9]\\d*)(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]\\d+)?`;
  const plain = decimalSep === "." ? value : `replace(${value}, ${quoteText(decimalSep)}, '.')`;
  const date = textToTimestamp(value, [dateFormat, "YYYY-MM-DD"], settings);
  const iso = ["YYYY-MM-DD hh:mm:ss[.fff]", "YYYY-MM-DDThh:mm:ss[.fff]", "YYYY-MM-DD hh:mm"];
  const timestamp = textToTimestamp(value, [timestampFormat, dateFormat, "YYYY-MM-DD", ...iso], settings);
  const known = (sql: string) => `CASE WHEN ${value} IS NOT NULL THEN ${sql} IS NOT NULL END`;
  return [
    {
      test: `regexp_full_match(${value}, ${quoteText(INTEGER)})`,
      read: `TRY_CAST(${value} AS BIGINT)`,
      as: { type: TYPES.integer },
    },
    {
      test: `regexp_full_match(${value}, ${quoteText(number)})`,
      read: `TRY_CAST(${plain} AS DOUBLE)`,
      as: { type: TYPES.number },
    },
    { test: known(date), read: `CAST(${date} AS DATE)`, as: { type: TYPES.date, format: dateFormat } },
    { test: known(timestamp), read: timestamp, as: { type: TYPES.timestamp, format: timestampFormat } },
  ];
}
