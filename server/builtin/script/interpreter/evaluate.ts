import type { Expr } from "../ast";
import { compileExpression } from "../compile";
import { asNumber, asText } from "../convert";
import type { FunctionDefinition } from "../scope";
import { isNumeric } from "../types";
import { fileFunctions, lookForFiles } from "./file-functions";
import type { Evaluated, Run } from "./run";
import { settleForExpressions } from "./settle";
import { tableFunctions } from "./table-functions";
import { inDoublesIfTooLarge } from "./too-large";

/** Evaluates an expression outside any LOAD: of LET, IF, FOR, … Its names are variables; unknown ones are NULL. */
export function evaluate(run: Run, expr: Expr): Promise<Evaluated> {
  return inDoublesIfTooLarge(run, () => evaluated(run, expr));
}

async function evaluated(run: Run, expr: Expr): Promise<Evaluated> {
  const { settings } = run.variables;
  await lookForFiles(run, [expr]);
  await settleForExpressions(run, [expr]);
  const functions = new Map<string, FunctionDefinition>(
    [...tableFunctions(run), ...fileFunctions(run)].map((f) => [f.name.toLowerCase(), f]),
  );
  const value = compileExpression(expr, {
    field: (name) => run.variables.typed(name) ?? unknown(run, name),
    fieldNames: () => run.variables.names(),
    settings,
    functions,
  });
  const [row] = await run.db.rows(
    `SELECT CAST(t.v IS NULL AS VARCHAR), ${asText({ ...value, sql: "t.v" }, settings)}, CAST(${asNumber({ ...value, sql: "t.v" }, settings).sql} AS VARCHAR) FROM (SELECT CAST(${value.sql} AS ${value.type.sql}) AS v) AS t`,
  );
  const [isNull, text, number] = row ?? [];
  if (isNull === "true") return { text: null, number: null };
  const parsed = number === null || number === undefined ? null : Number(number);
  return {
    text: text === null || text === undefined ? "" : String(text),
    number: isNumeric(value.type) || parsed !== null ? parsed : null,
  };
}

function unknown(run: Run, name: string) {
  if (!run.parameters.includes(name)) run.warnings.add(`There is no variable "${name}"; it counts as NULL.`);
  return { sql: "NULL::VARCHAR", type: { kind: "null" as const, sql: "VARCHAR" }, literal: null };
}

/** Whether a condition holds; NULL does not. */
export async function isTrue(run: Run, expr: Expr): Promise<boolean> {
  const { number } = await evaluate(run, expr);
  return number !== null && number !== 0;
}
