import { type Call, walk } from "../ast";
import { unsupported } from "../errors";
import { between, matches } from "../functions/regex";
import type { Load } from "../statements";

const NOT_WITH = new Set(["previous"]);

/** Functions that make rows where their third argument is left out: SQL of the list a row is made of each of. */
const LISTS: Readonly<Record<string, (value: string, separator: string) => string>> = {
  subfield: (value, separator) => `string_split(${value}, ${separator})`,
  subfieldregex: between,
  subfieldregexi: (value, pattern) => between(value, `('(?i)' || ${pattern})`),
  extractregex: matches,
  extractregexi: (value, pattern) => matches(value, `('(?i)' || ${pattern})`),
};

/** Names of the functions that can make rows, in lower case. */
export const ROW_MAKING: readonly string[] = Object.keys(LISTS);

function isRowMaking(call: Call): boolean {
  return ROW_MAKING.includes(call.name) && call.args.length === 2;
}

/** SQL VARCHAR[] of the parts a row is made of each of; where there is none, of NULL. */
export function partsSql(call: Call, value: string, separator: string): string {
  const list = LISTS[call.name]?.(value, separator) ?? "[]";
  return `CASE WHEN len(${list}) > 0 THEN ${list} ELSE [NULL::VARCHAR] END`;
}

/**
 * The calls of `SubField(text, separator)` and its kin among a LOAD's fields: each makes one row of every part, several of them
 * every combination. NULL stays one row.
 * @throws `script.unsupported` beside GROUP BY or Previous()
 */
export function rowMakingCalls(load: Load, grouped: boolean): Call[] {
  const found: Call[] = [];
  const others: Call[] = [];
  for (const item of load.items)
    if (item.kind === "expr")
      walk(item.expr, (node) => {
        if (node.kind === "call" && isRowMaking(node)) found.push(node);
        if (node.kind === "call" && NOT_WITH.has(node.name)) others.push(node);
        return undefined;
      });
  const [first] = found;
  const other = grouped ? "GROUP BY" : others[0] && `${others[0].written}()`;
  if (first && other)
    throw unsupported(
      `${first.written}() with two arguments together with ${other}`,
      first.at,
      "Make the rows in a LOAD below this one.",
    );
  return found;
}
