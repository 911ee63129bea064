import { type Call, walk } from "../ast";
import { unsupported } from "../errors";
import type { Load } from "../statements";

const NOT_WITH = new Set(["previous"]);

function isRowMaking(call: Call): boolean {
  return call.name === "subfield" && call.args.length === 2;
}

/**
 * The calls of `SubField(text, separator)` among a LOAD's fields: each makes one row of every part, several of them
 * every combination
 * ([rule](https://help.qlik.com/en-US/cloud-services/Subsystems/Hub/Content/Sense_Hub/Scripting/StringFunctions/SubField.htm)).
 * NULL stays one row.
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
