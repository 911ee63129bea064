import type { Typed } from "../convert";
import { NULL_VALUE, textLiteral } from "../convert";
import { scriptError } from "../errors";
import { localTime } from "../functions/date";
import { define, integer } from "../functions/define";
import { quoteName } from "../quoting";
import type { CallContext, FunctionDefinition } from "../scope";
import { readAs, TYPES } from "../types";
import type { TableState } from "./catalog";
import { fieldFunctions } from "./field-functions";
import { valuesOfField } from "./field-values";
import { mapSubstring } from "./map-substring";
import { isPartial } from "./partial";
import type { Run } from "./run";

/** Functions about the tables made so far; they stand anywhere in a script. */
export function tableFunctions(run: Run): FunctionDefinition[] {
  const table = (c: CallContext, index: number): TableState | undefined =>
    run.catalog.get(c.literalText(index));
  return [
    ...fieldFunctions(run),
    mapSubstring(run),
    define(
      "table",
      "NoOfRows(table)",
      "TableFunctions/NoOfRows",
      1,
      "Rows of a table; NULL where there is no such table.",
      (c) => {
        const found = table(c, 0);
        return found
          ? integer(`${found.rows}::BIGINT`)
          : { ...NULL_VALUE, sql: "NULL::BIGINT", type: TYPES.integer };
      },
    ),
    define(
      "table",
      "NoOfFields(table)",
      "TableFunctions/NoOfFields",
      1,
      "Fields of a table; NULL where there is no such table.",
      (c) => {
        const found = table(c, 0);
        return found
          ? integer(`${found.columns.length}::BIGINT`)
          : { sql: "NULL::BIGINT", type: TYPES.integer };
      },
    ),
    define("table", "NoOfTables()", "TableFunctions/table-functions", 0, "Tables made so far.", () =>
      integer(`${run.catalog.all().length}::BIGINT`),
    ),
    define(
      "table",
      "TableName(n)",
      "TableFunctions/table-functions",
      1,
      "Name of the n-th table, counted from 0; NULL where there is none.",
      (c) => {
        const found = run.catalog.all()[c.literalNumber(0)];
        return found ? textLiteral(found.name) : NULL_VALUE;
      },
    ),
    define(
      "table",
      "TableNumber(table)",
      "TableFunctions/table-functions",
      1,
      "Place of a table, counted from 0; NULL where there is none.",
      (c) => {
        const index = run.catalog.all().findIndex((t) => t.name === c.literalText(0));
        return integer(index < 0 ? "NULL::BIGINT" : `${index}::BIGINT`);
      },
    ),
    define(
      "table",
      "FieldName(n, table)",
      "TableFunctions/FieldName",
      2,
      "Name of the n-th field, counted from 1; NULL where there is none.",
      (c) => {
        const found = table(c, 1)?.columns[c.literalNumber(0) - 1];
        return found ? textLiteral(found.name) : NULL_VALUE;
      },
    ),
    define(
      "table",
      "FieldNumber(field, table)",
      "TableFunctions/FieldNumber",
      2,
      "Place of a field, counted from 1; 0 where there is none.",
      (c) => {
        const index = table(c, 1)?.columns.findIndex((col) => col.name === c.literalText(0)) ?? -1;
        return integer(`${index + 1}::BIGINT`);
      },
    ),
    define(
      "record",
      "Peek(field, row, table)",
      "InterRecordFunctions/Peek",
      3,
      "A field's value in a row of a table: 0 the first, -1 the last.",
      (c) => peekTable(run, c),
    ),
    define(
      "record",
      "FieldValueCount(field)",
      "ChartFunctions/InterRecordFunctions/fieldvaluecount",
      1,
      "How many different values a field has; NULL where there is no such field.",
      (c) => {
        const values = valuesOfField(run, c.literalText(0));
        return integer(values ? `(SELECT count(DISTINCT v) FROM (${values.sql}))` : "NULL::BIGINT");
      },
    ),
    define(
      "system",
      "ReloadTime()",
      "SystemFunctions/system-functions",
      0,
      "When this reload started.",
      (c) => ({
        sql: `TIMESTAMP '${localTime(c.settings)}'`,
        type: TYPES.timestamp,
      }),
    ),
    define(
      "system",
      "IsPartialReload()",
      "SystemFunctions/IsPartialReload",
      0,
      "Whether this is a partial reload.",
      () => ({
        sql: isPartial(run) ? "true" : "false",
        type: TYPES.boolean,
      }),
    ),
    define("system", "DocumentName()", "SystemFunctions/system-functions", 0, "Name of the app.", () =>
      textLiteral(run.host.documentName),
    ),
    define("system", "DocumentTitle()", "SystemFunctions/system-functions", 0, "Name of the app.", () =>
      textLiteral(run.host.documentName),
    ),
  ];
}

function peekTable(run: Run, c: CallContext): Typed {
  const table = run.catalog.find({ value: c.literalText(2), at: c.call.at });
  const name = c.call.args[0]?.kind === "field" ? c.call.args[0].name : c.literalText(0);
  const column = table.columns.find((col) => col.name === name);
  if (!column)
    throw scriptError("script.field_missing", `Peek(): "${table.name}" has no field "${name}".`, {
      at: c.call.at,
      advice: `It has ${table.columns.map((col) => col.name).join(", ")}.`,
      params: { field: name },
    });
  const value = readAs(quoteName(column.name), column.stored);
  const of = quoteName(table.name);
  const { literal } = c.arg(1);
  const row = typeof literal === "number" && literal < 0 ? table.rows + literal : literal;
  const sql =
    typeof row === "number"
      ? row < 0 || row >= table.rows
        ? `NULL::${column.type.sql}`
        : `(SELECT ${value} FROM ${of} LIMIT 1 OFFSET ${Math.trunc(row)})`
      : computedRow(
          `SELECT ${value} AS "#v", row_number() OVER (ORDER BY rowid) - 1 AS "#n" FROM ${of}`,
          c.integer(1),
          table.rows,
        );
  return { sql, type: column.type, ...(column.format ? { format: column.format } : {}) };
}

/** The value of a row whose number is only known while rows are read; negative counts from the end. */
function computedRow(numbered: string, row: string, rows: number): string {
  return `(SELECT "#v" FROM (${numbered}) WHERE "#n" = CASE WHEN ${row} < 0 THEN ${rows} + ${row} ELSE ${row} END)`;
}
