import { TYPES } from "../../types";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { type Candidate, candidates } from "./type-candidates";

const SAMPLE_ROWS = 2000;

/**
 * Gives text columns the type all their values have: whole numbers, numbers by DecimalSep, dates and timestamps by
 * the script's formats or ISO. Numbers with leading zeros stay text; in typed columns an empty value is NULL.
 * @param wanted names of the columns that are used; the others stay text and are not looked at. Undefined is all
 */
export async function autoTyped(
  run: Run,
  relation: Relation,
  wanted?: ReadonlySet<string>,
): Promise<Relation> {
  const all = candidates(run.variables.settings);
  // The first rows rule most types out; what they leave is tested over every row, the likeliest type first.
  const open = relation.columns.map((c) => (!wanted || wanted.has(c.name) ? all : []));
  const left = await passing(run, relation, open, SAMPLE_ROWS);
  const chosen: (Candidate | undefined)[] = left.map(() => undefined);
  while (left.some((list, i) => !chosen[i] && list.length > 0)) {
    const next = left.map((list, i) => (chosen[i] ? [] : list.slice(0, 1)));
    const passed = await passing(run, relation, next);
    for (const [i, list] of left.entries()) {
      if (chosen[i] || list.length === 0) continue;
      chosen[i] = passed[i]?.[0];
      list.shift();
    }
  }
  if (chosen.every((candidate) => !candidate) && (await isEmpty(run, relation))) return ofNoValues(relation);
  return typed(relation, chosen);
}

async function isEmpty(run: Run, { sql }: Relation): Promise<boolean> {
  return (await run.db.rows(`SELECT 1 FROM (${sql}) LIMIT 1`)).length === 0;
}

/** Without any rows no column says what it holds: beside rows from elsewhere it is what those are. */
function ofNoValues(relation: Relation): Relation {
  return { ...relation, columns: relation.columns.map((c) => ({ ...c, type: TYPES.null })) };
}

const trimmed = (column: string) => `nullif(trim(${column}), '')`;

/**
 * Of the candidates of each column those that every value passes. A column without any value passes none, but all
 * where only the first rows were asked.
 */
async function passing(
  run: Run,
  relation: Relation,
  open: Candidate[][],
  firstRows?: number,
): Promise<Candidate[][]> {
  const tests = relation.columns.flatMap(({ column }, i) =>
    (open[i] ?? []).map(
      ({ test }) => `bool_and(CASE WHEN t_${column} IS NOT NULL THEN ${test(`t_${column}`)} END)`,
    ),
  );
  if (tests.length === 0) return open.map(() => []);
  const texts = relation.columns.map(({ column }) => `${trimmed(column)} AS t_${column}`);
  const [verdicts = []] = await run.db.rows(
    `SELECT ${tests.join(", ")} FROM (SELECT ${texts.join(", ")} FROM (${relation.sql})${firstRows ? ` LIMIT ${firstRows}` : ""})`,
  );
  let at = 0;
  return open.map((list) =>
    list.filter(() => {
      const verdict = verdicts[at++];
      return verdict === true || (firstRows !== undefined && verdict === null);
    }),
  );
}

function typed(relation: Relation, chosen: (Candidate | undefined)[]): Relation {
  const list = relation.columns.map(({ column }, i) => {
    const candidate = chosen[i];
    return `${candidate ? candidate.read(trimmed(`i.${column}`)) : `i.${column}`} AS c${i}`;
  });
  if (relation.ordered) list.push('i."#ord" AS "#ord"');
  return {
    ...relation,
    sql: `SELECT ${list.join(", ")} FROM (${relation.sql}) AS i`,
    columns: relation.columns.map((c, i) => ({ ...c, ...chosen[i]?.as, column: `c${i}` })),
  };
}
