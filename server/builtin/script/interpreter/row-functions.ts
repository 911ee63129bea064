import { asTextOrEmpty, type Typed, unify } from "../convert";
import { scriptError } from "../errors";
import { findFunction } from "../functions";
import { boolean, define, integer, text } from "../functions/define";
import { quoteName } from "../quoting";
import type { CallContext, FunctionDefinition } from "../scope";
import { TYPES } from "../types";
import { autoNumber, autoNumberById } from "./auto-number-calls";
import { valuesOfField } from "./field-values";
import { fileFunctions } from "./file-functions";
import type { Level } from "./level";
import { NeedsRows } from "./needs-rows";
import { mappingAdvice } from "./partial";
import { ORDER } from "./relation";
import { ROW_MAKING } from "./row-parts";
import { tableFunctions } from "./table-functions";

const OVER = `OVER (ORDER BY i.${ORDER})`;

/** Functions that know the row they stand in: of one LOAD. */
export function rowFunctions(level: Level): ReadonlyMap<string, FunctionDefinition> {
  const list = [
    ...tableFunctions(level.run),
    ...fileFunctions(level.run, level.files),
    define(
      "record",
      "RecNo()",
      "CounterFunctions/RecNo",
      0,
      "Number of the record in the input, from 1.",
      () => integer('i."#rec"'),
    ),
    define(
      "record",
      "RowNo()",
      "CounterFunctions/RowNo",
      0,
      "Number of the row in the table being made, from 1.",
      (c) => {
        if (level.phase !== "items") throw new NeedsRows(c.call);
        return level.window(c, `${level.existingRows} + row_number() ${OVER}`, TYPES.integer);
      },
    ),
    define("record", "IterNo()", "CounterFunctions/IterNo", 0, "Round of WHILE, from 1.", (c) => {
      if (level.phase === "while" || level.hasIterations) return integer('i."#iter"');
      throw scriptError("script.syntax", "IterNo() needs a WHILE in the same LOAD.", { at: c.call.at });
    }),
    define(
      "record",
      "Previous(expr)",
      "InterRecordFunctions/Previous",
      1,
      "The expression's value in the record before; NULL in the first.",
      (c) => {
        if (level.phase !== "items") throw new NeedsRows(c.call);
        const { sql, type, format } = c.arg(0);
        return level.window(c, `lag(${sql}) ${OVER}`, type, format);
      },
    ),
    define(
      "record",
      "Peek(field [, row [, table]])",
      "InterRecordFunctions/Peek",
      [1, 3],
      "A value of a row made before: 0 the first, -1 (unless given) the last; NULL where there is none.",
      (c) => peek(level, c),
    ),
    define(
      "record",
      "Exists(field [, expr])",
      "InterRecordFunctions/Exists",
      [1, 2],
      "Whether a value is already loaded in a field.",
      (c) => exists(level, c),
    ),
    ...ROW_MAKING.flatMap((name) => {
      const found = findFunction(name);
      return found ? [{ ...found, compile: (c: CallContext) => partOf(level, c, found) }] : [];
    }),
    define(
      "mapping",
      "ApplyMap(map, expr [, default])",
      "MappingFunctions/ApplyMap",
      [2, 3],
      "The value a mapping table has for another; else the default, else the value itself.",
      (c) => applyMap(level, c),
    ),
    define(
      "mapping",
      "LookUp(field, matchField, value, table)",
      "InterRecordFunctions/LookUp",
      4,
      "A field's value in the first row that matches; NULL where none does.",
      (c) => lookUp(level, c),
    ),
    define(
      "record",
      "AutoNumber(expr [, id])",
      "CounterFunctions/autonumber",
      [1, 2],
      "A whole number for every different value, from 1; each id has its own.",
      (c) => autoNumberById(level, c),
    ),
    ...["AutoNumberHash128", "AutoNumberHash256"].map((name) =>
      define(
        "record",
        `${name}(expr, …)`,
        `CounterFunctions/${name.toLowerCase()}`,
        [1, Infinity],
        "A whole number for every different combination of values, from 1.",
        (c) => autoNumber(level, c, `#${name}`, together(c)),
      ),
    ),
  ];
  return new Map(list.map((f) => [f.name.toLowerCase(), f]));
}

/** The part of the row `Level.makeRows` has made; with a third argument the library's function. */
function partOf(level: Level, c: CallContext, found: FunctionDefinition): Typed {
  const made = level.parts?.get(c.call);
  if (made) return text(made);
  // Where only the type is asked for, nothing is made yet.
  if (c.count === 2 && !level.parts && level.phase === "items") return text("NULL::VARCHAR");
  return found.compile(c);
}

/** A field named by text or by itself: `Exists('Key')`, `Exists(Key)`. */
export function fieldName(c: CallContext, index: number): string {
  const expr = c.call.args[index];
  return expr?.kind === "field" ? expr.name : c.literalText(index);
}

function peek(level: Level, c: CallContext): Typed {
  if (c.count > 2) {
    const other = tableFunctions(level.run).find((f) => f.name === "Peek");
    if (other) return other.compile(c);
  }
  const name = fieldName(c, 0);
  const item = level.items.find((i) => i.name === name);
  if (!item)
    throw scriptError("script.field_missing", `Peek(): the table being made has no field "${name}".`, {
      at: c.call.at,
      advice: "Name a field of this LOAD, or give the row and the table: Peek('Field', -1, 'Table').",
      params: { field: name },
    });
  if (level.phase !== "items") throw new NeedsRows(c.call);
  const row = c.count > 1 ? c.arg(1).literal : -1;
  if (typeof row !== "number") throw new NeedsRows(c.call);
  const { sql, type, format } = level.item(item);
  if (row < 0) return level.window(c, `lag(${sql}, ${-row}) ${OVER}`, type, format);
  const frame = `OVER (ORDER BY i.${ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  return level.window(c, `nth_value(${sql}, ${row + 1}) ${frame}`, type, format);
}

function exists(level: Level, c: CallContext): Typed {
  const name = fieldName(c, 0);
  const [field, tested = field] = c.call.args;
  const own = level.top && level.items.some((i) => i.name === name);
  // What this LOAD adds itself matters only where it adds other values than those it tests.
  if (own && !level.addsTo(field, tested)) throw new NeedsRows(c.call);
  if (own && level.phase !== "where") throw new NeedsRows(c.call);
  const value = c.count > 1 ? c.arg(1) : fieldValue(level, c, name);
  const known = valuesOfField(level.run, name);
  if (!known) return boolean("false");
  const sql = `SELECT DISTINCT v AS k, NULL::BOOLEAN AS v FROM (${known.sql}) WHERE v IS NOT NULL`;
  return boolean(level.lookup(c, { sql, key: known.value, value: known.value }, value).found);
}

function fieldValue(level: Level, c: CallContext, name: string): Typed {
  const value = level.scope().field(name);
  if (!value)
    throw scriptError("script.field_missing", `Exists(): the input has no field "${name}".`, {
      at: c.call.at,
      advice: "Give the value to look for as second argument.",
      params: { field: name },
    });
  return value;
}

function applyMap(level: Level, c: CallContext): Typed {
  const name = c.literalText(0);
  const mapping = level.run.mappings.get(name);
  if (!mapping)
    throw scriptError("script.table_missing", `There is no mapping table "${name}".`, {
      at: c.call.at,
      advice: mappingAdvice(level.run),
      params: { table: name },
    });
  const key = c.arg(1);
  const table = {
    sql: `SELECT k, v FROM ${quoteName(mapping.table)}`,
    key: mapping.key,
    value: mapping.value,
  };
  const { found, value } = level.lookup(c, table, key);
  const otherwise = c.count > 2 ? c.arg(2) : key;
  const { values, type, format } = unify([value, otherwise], c.settings);
  return {
    sql: `CASE WHEN ${found} THEN ${values[0]?.sql} ELSE ${values[1]?.sql} END`,
    type,
    ...(format ? { format } : {}),
  };
}

function lookUp(level: Level, c: CallContext): Typed {
  const table = level.run.catalog.find({ value: c.literalText(3), at: c.call.at });
  const column = (index: number) => {
    const name = fieldName(c, index);
    const found = table.columns.find((col) => col.name === name);
    if (found) return found;
    throw scriptError("script.field_missing", `LookUp(): "${table.name}" has no field "${name}".`, {
      at: c.call.at,
    });
  };
  const [wanted, match] = [column(0), column(1)];
  const sql = `SELECT ${quoteName(match.name)} AS k, arg_min_null(${quoteName(wanted.name)}, rowid) AS v FROM ${quoteName(table.name)} WHERE k IS NOT NULL GROUP BY 1`;
  const typed = (col: typeof wanted): Typed => ({
    sql: "",
    type: col.type,
    ...(col.format ? { format: col.format } : {}),
  });
  return level.lookup(c, { sql, key: typed(match), value: typed(wanted) }, c.arg(2)).value;
}

/** Values in a row, told apart; NULL counts as the empty text, as in a hash. */
function together(c: CallContext): string {
  return `(${c
    .args()
    .map((v) => asTextOrEmpty(v, c.settings))
    .join(" || chr(31) || ")})`;
}
