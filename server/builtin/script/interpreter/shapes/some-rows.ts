import type { Expr } from "../../ast";
import { scriptError } from "../../errors";
import { ORDER, type Relation } from "../relation";
import type { Run } from "../run";

/** `FIRST n`: at most the first n rows. */
export async function firstRows(run: Run, relation: Relation, count: Expr): Promise<Relation> {
  const { number } = await run.evaluate(count);
  if (number === null || number < 0)
    throw scriptError("script.value", "FIRST needs a number of rows.", { at: count.at });
  const order = relation.ordered && relation.scrambled ? ` ORDER BY r.${ORDER}` : "";
  const limit = Math.min(Math.trunc(number), Number.MAX_SAFE_INTEGER);
  return { ...relation, sql: `SELECT r.* FROM (${relation.sql}) AS r${order} LIMIT ${limit}` };
}

/** `SAMPLE p`: every row with probability p. */
export async function sampleRows(run: Run, relation: Relation, share: Expr): Promise<Relation> {
  const { number } = await run.evaluate(share);
  if (number === null || number <= 0 || number > 1)
    throw scriptError("script.value", "SAMPLE needs a number above 0 and up to 1.", {
      at: share.at,
      advice: "It is the probability of a row to be loaded: 0.1 loads about one row in ten.",
    });
  return { ...relation, sql: `SELECT r.* FROM (${relation.sql}) AS r WHERE random() < ${number}::DOUBLE` };
}
