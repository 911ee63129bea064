import { asText, type Typed } from "../convert";
import { scriptError, unsupported } from "../errors";
import { define, text } from "../functions/define";
import { quoteName, quoteText } from "../quoting";
import type { CallContext, FunctionDefinition } from "../scope";
import type { Run } from "./run";

/** Pairs of one mapping that MapSubstring can use; its pattern is part of the statement. */
const MOST_PAIRS = 1000;

/** What a mapping puts for which text, for MapSubstring; undefined where there is too much of it. */
export async function mappingPairs(
  run: Run,
  table: string,
  key: Typed,
  value: Typed,
): Promise<[string, string][] | undefined> {
  const { settings } = run.variables;
  const write = (v: Typed, column: string) => asText({ ...v, sql: column }, settings);
  const rows = await run.db.rows(
    `SELECT ${write(key, "k")}, coalesce(${write(value, "v")}, '') FROM ${quoteName(table)} LIMIT ${MOST_PAIRS + 1}`,
  );
  return rows.length > MOST_PAIRS ? undefined : rows.map(([k, v]) => [String(k), String(v)]);
}

/**
 * MapSubstring goes from left to right, upper and lower case apart; what was put in is not looked at again. Where two keys start at one
 * place, the longer one counts.
 */
export function mapSubstring(run: Run): FunctionDefinition {
  return define(
    "mapping",
    "MapSubstring(map, text)",
    "MappingFunctions/MapSubstring",
    2,
    "Every part of a text that a mapping has a value for is replaced by it.",
    (c) => {
      const pairs = pairsOf(run, c).filter(([key]) => key !== "");
      if (pairs.length === 0) return text(c.text(1));
      const sorted = [...pairs].sort(([a], [b]) => b.length - a.length);
      const pattern = quoteText(`(?s:${sorted.map(([key]) => escapePattern(key)).join("|")})`);
      const [keys, values] = [0, 1].map((i) => `[${sorted.map((p) => quoteText(p[i] ?? "")).join(", ")}]`);
      const found = `regexp_extract_all(${c.text(1)}, ${pattern})`;
      const rest = `string_split_regex(${c.text(1)}, ${pattern})`;
      const mapped = `list_transform(${found}, _m -> ${values}[list_position(${keys}, _m)])`;
      const woven = `list_transform(${rest}, (_r, _i) -> _r || coalesce(${mapped}[_i], ''))`;
      return text(`array_to_string(${woven}, '')`);
    },
  );
}

function pairsOf(run: Run, c: CallContext): [string, string][] {
  const name = c.literalText(0);
  const mapping = run.mappings.get(name);
  if (!mapping)
    throw scriptError("script.table_missing", `There is no mapping table "${name}".`, {
      at: c.call.at,
      advice: "Make it before with MAPPING LOAD; its name is case-sensitive.",
      params: { table: name },
    });
  if (mapping.pairs) return mapping.pairs;
  throw unsupported(`MapSubstring() with a mapping of more than ${MOST_PAIRS} rows`, c.call.at);
}

function escapePattern(key: string): string {
  return key.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
