import type { Rule } from "@/server/shared/rule-model";
import type { CallContext, FunctionDefinition } from "../../scope";
import { define, number } from "../define";
import { using } from "./quadrature";

/**
 * A function of numbers that is NULL where an argument is NULL, not allowed, or where no number holds the result.
 * @param signature `FInv(prob, df1, df2)`; its words become `_p.prob`, `_p.df1`, …
 * @param allowed SQL of the arguments for which there is a value
 * @param optional values of the last arguments where they are left out
 */
export function ofArguments(
  signature: string,
  rule: Rule,
  summary: string,
  allowed: string,
  body: string,
  optional: readonly string[] = [],
): FunctionDefinition {
  const names = [...signature.slice(signature.indexOf("(")).matchAll(/\w+/g)].map(([word]) => word);
  const least = names.length - optional.length;
  const value = (c: CallContext, i: number) =>
    `CAST(${i < c.count ? c.double(i) : optional[i - least]} AS DOUBLE)`;
  return define("number", signature, rule, [least, names.length], summary, (c) => {
    const given = Object.fromEntries(names.map((name, i) => [name, value(c, i)]));
    const known = names.map((name) => `_r.${name} IS NOT NULL`).join(" AND ");
    const ok = `${known} AND (${allowed.replaceAll("_p.", "_r.")})`;
    const checked = Object.fromEntries(names.map((n) => [n, `CASE WHEN ${ok} THEN _r.${n} END`]));
    const result = `CASE WHEN _p.${names[0]} IS NOT NULL THEN ${finite(body)} END`;
    return number(using("_r", given, using("_p", checked, result)));
  });
}

function finite(body: string): string {
  return using("_f", { v: body }, "CASE WHEN isfinite(_f.v) THEN _f.v END");
}
