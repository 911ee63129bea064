import { Vectors } from "@/server/builtin/associative/tap";
import type { QvdNumberFormat } from "@/server/builtin/formats/qvd/header";
import { QvdWriter } from "@/server/builtin/formats/qvd/writer";
import type { Typed } from "../convert";
import { scriptError } from "../errors";
import { quoteName } from "../quoting";
import { orderedRows } from "../row-order";
import type { Settings } from "../settings";
import type { ScriptColumn, TableState } from "./catalog";
import type { Run } from "./run";
import { hidesPlaces } from "./settled";
import {
  createDictionary,
  type Dictionary,
  dictionaryTables,
  ownValued,
  RowCodes,
  rowsSql,
  values,
} from "./store-values";
import { streamed } from "./streamed";

/** A field to be stored: a column of the table, under the name it has in the file. */
export interface StoredColumn {
  column: ScriptColumn;
  as: string;
}

/**
 * Writes columns of a table as a QVD: each field's values once, in the order they first appear, then the rows as codes.
 * @param target absolute path; a file of that name is replaced when the new one is complete
 */
export async function storeQvd(
  run: Run,
  whole: TableState,
  chosen: StoredColumn[],
  target: string,
): Promise<void> {
  const createdUtc = run.host.now.toISOString().slice(0, 19).replace("T", " ");
  const writer = await QvdWriter.create(target, { tableName: whole.name, createdUtc, records: whole.rows });
  const { table, columns } = await withPlaces(run, whole, chosen);
  const rows = orderedRows(table.name, table.order);
  const dictionaries: Dictionary[] = [];
  try {
    const own = await ownValued(
      run,
      table,
      columns.map(({ column }) => column),
    );
    for (const stored of columns) {
      const dictionary = await createDictionary(run, rows, stored.column, { isOwn: own.has(stored.column) });
      dictionaries.push(dictionary);
      const format = numberFormat(stored.column, run.variables.settings);
      await writer
        .field({ name: stored.as, format, nullable: dictionary.nullable }, values(run, dictionary))
        .catch((error: unknown) => {
          throw error instanceof RangeError ? cannotHold(stored.column.name, error) : error;
        });
    }
    await writer.beginRecords();
    const codes = new RowCodes(dictionaries);
    for await (const { chunk, rowCount } of streamed(run, rowsSql(rows, dictionaries)))
      await writer.records(rowCount, codes.of(new Vectors(chunk)));
    await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  } finally {
    await run.db.dropTemporary(...dictionaryTables(dictionaries), ...(table === whole ? [] : [table.name]));
  }
}

/** Rows are found by their place, which a field of that name hides: then a copy under other names is read. */
async function withPlaces(run: Run, table: TableState, columns: StoredColumn[]) {
  if (!table.columns.some((c) => hidesPlaces(c.name))) return { table, columns };
  const name = run.db.temporaryName();
  const copied = columns.map(({ column, as }, i) => ({ column: { ...column, name: `c${i}` }, as }));
  const list = columns.map(({ column }, i) => `${quoteName(column.name)} AS c${i}`);
  await run.db.run(
    `CREATE TABLE ${quoteName(name)} AS SELECT ${list.join(", ")} FROM main.${quoteName(table.name)}`,
  );
  return { table: { ...table, name }, columns: copied };
}

const TYPES: Partial<Record<Typed["type"]["kind"], string>> = {
  text: "ASCII",
  integer: "INTEGER",
  boolean: "INTEGER",
  number: "REAL",
  decimal: "REAL",
  date: "DATE",
  timestamp: "TIMESTAMP",
  time: "TIME",
};

/** How a QVD says a column is shown. */
export function numberFormat({ type, format }: ScriptColumn, settings: Settings): QvdNumberFormat {
  const own: Partial<Record<Typed["type"]["kind"], string>> = {
    date: settings.dateFormat,
    timestamp: settings.timestampFormat,
    time: settings.timeFormat,
  };
  const name = TYPES[type.kind] ?? "UNKNOWN";
  const shown = format ?? own[type.kind] ?? "";
  const number = shown !== "" && /^(INTEGER|REAL)$/.test(name);
  return {
    type: name,
    decimals: name === "REAL" ? 14 : 0,
    format: shown,
    decimalSep: number ? settings.decimalSep : "",
    thousandSep: number && shown.includes(settings.thousandSep) ? settings.thousandSep : "",
  };
}

export function cannotHold(field: string, error: RangeError) {
  return scriptError(
    "script.value",
    `The field "${field}" holds ${error.message}, which a QVD cannot keep.`,
    {
      advice: "Take it out with Replace() or PurgeChar() and Chr(0), or store the table as Parquet.",
      params: { field },
    },
  );
}
