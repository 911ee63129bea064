import type { Typed } from "../convert";
import { unsupported } from "../errors";
import { integer } from "../functions/define";
import { quoteName } from "../quoting";
import type { CallContext } from "../scope";
import { TYPES } from "../types";
import type { Level } from "./level";
import { isPartial, noNumbersKept } from "./partial";
import { ORDER } from "./relation";

/** Numberings whose ids are values of the rows; no id in a script is called so. */
const BY_ROW = "\u0000by row";

/** `AutoNumber(value [, id])`: the id is a text, or one of each row (`AutoNumber(Day, Customer)`). */
export function autoNumberById(level: Level, c: CallContext): Typed {
  const id = c.count > 1 ? c.arg(1).literal : "";
  if (id !== undefined) return autoNumber(level, c, c.optionalLiteralText(1) ?? "", c.text(0));
  const group = `coalesce(${c.text(1)}, '')`;
  return numbered(level, c, { id: BY_ROW, value: `(${group} || chr(31) || ${c.text(0)})`, group });
}

/**
 * @param id numberings of different ids are apart
 * @param value SQL VARCHAR
 */
export function autoNumber(level: Level, c: CallContext, id: string, value: string): Typed {
  return numbered(level, c, { id, value });
}

interface Numbering {
  id: string;
  value: string;
  /** SQL VARCHAR within which numbers begin at 1; it is part of the value. */
  group?: string;
}

function numbered(level: Level, c: CallContext, { id, value, group }: Numbering): Typed {
  if (c.scope.grouping)
    throw unsupported("AutoNumber() together with GROUP BY", c.call.at, "Use a LOAD above this one.");
  const { run } = level;
  if (isPartial(run)) throw noNumbersKept(`${c.call.written}()`, c.call.at);
  const existing = run.autoNumbers.get(id);
  const table = existing ?? run.db.temporaryName();
  run.autoNumbers.set(id, table);
  const name = quoteName(table);
  const key: Typed = { sql: value, type: TYPES.text };
  const rows = level.soFar;
  level.before.push(async () => {
    await run.db.run(`CREATE TABLE IF NOT EXISTS ${name} (k VARCHAR, v BIGINT${group ? ", g VARCHAR" : ""})`);
    const own = group ? `, ${group} AS g` : "";
    const fresh = `SELECT k, min(o) AS o${group ? ", any_value(g) AS g" : ""} FROM (SELECT ${value} AS k, i.${ORDER} AS o${own} FROM (${rows}) AS i) WHERE k IS NOT NULL GROUP BY k`;
    const base = group
      ? `coalesce((SELECT count(*) FROM ${name} AS known WHERE known.g = f.g), 0)`
      : `(SELECT count(*) FROM ${name})`;
    const place = `row_number() OVER (${group ? "PARTITION BY g " : ""}ORDER BY o)`;
    await run.db.run(
      `INSERT INTO ${name} SELECT k, ${base} + ${place}${group ? ", g" : ""} FROM (${fresh}) AS f WHERE NOT EXISTS (SELECT 1 FROM ${name} AS known WHERE known.k = f.k) ORDER BY o`,
    );
  });
  const known = { sql: `SELECT k, v FROM ${name}`, key, value: integer("") };
  return level.lookup(c, known, key).value;
}
