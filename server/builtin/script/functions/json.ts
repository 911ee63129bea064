import type { CallContext, FunctionDefinition } from "../scope";
import { boolean, define, text } from "./define";

const KINDS: Record<string, string[]> = {
  object: ["OBJECT"],
  array: ["ARRAY"],
  value: ["VARCHAR", "BIGINT", "UBIGINT", "DOUBLE", "HUGEINT", "UHUGEINT", "BOOLEAN", "NULL"],
  string: ["VARCHAR"],
  number: ["BIGINT", "UBIGINT", "DOUBLE", "HUGEINT", "UHUGEINT"],
  Boolean: ["BOOLEAN"],
  null: ["NULL"],
};

/** JSON in texts, by paths of RFC 6901. */
export const json: FunctionDefinition[] = [
  define(
    "text",
    "IsJson(text [, kind])",
    "StringFunctions/IsJson",
    [1, 2],
    "Whether a text is JSON, and of that kind.",
    isJson,
  ),
  define(
    "text",
    "JsonGet(json, path)",
    "StringFunctions/JsonGet",
    2,
    "The value at a path such as /items/0/name; NULL where there is none.",
    (c) => {
      const [value, path] = [c.text(0), c.text(1)];
      // DuckDB would read other paths by rules of its own ($.a, bare keys).
      const found = `json_extract_string(${value}, ${path})`;
      const sql = `CASE WHEN ${path} = '' THEN CAST(json(${value}) AS VARCHAR) WHEN ${path} LIKE '/%' THEN ${found} END`;
      // Tested before, because an error that TRY catches costs a hundred times as much as the test.
      return text(`TRY(CASE WHEN json_valid(${value}) THEN ${sql} END)`);
    },
  ),
];

function isJson(c: CallContext) {
  const valid = `coalesce(json_valid(${c.text(0)}), false)`;
  const kind = c.optionalLiteralText(1);
  if (kind === undefined) return boolean(valid);
  const types = Object.entries(KINDS).find(([name]) => name.toLowerCase() === kind.toLowerCase())?.[1];
  if (!types)
    throw c.error(`"${kind}" is no kind of JSON value; write one of ${Object.keys(KINDS).join(", ")}`, 1);
  const list = types.map((t) => `'${t}'`).join(", ");
  return boolean(`(${valid} AND coalesce(TRY(json_type(${c.text(0)})) IN (${list}), false))`);
}
