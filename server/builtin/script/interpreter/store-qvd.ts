import { Vectors } from "@/server/builtin/associative/tap";
import type { QvdNumberFormat } from "@/server/builtin/formats/qvd/header";
import { QvdWriter } from "@/server/builtin/formats/qvd/writer";
import type { Typed } from "../convert";
import { scriptError } from "../errors";
import { orderedRows } from "../row-order";
import type { Settings } from "../settings";
import type { ScriptColumn, TableState } from "./catalog";
import type { Run } from "./run";
import { codesOf, createDictionary, type Dictionary, rowsSql, values } from "./store-values";
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
  table: TableState,
  columns: StoredColumn[],
  target: string,
): Promise<void> {
  const createdUtc = run.host.now.toISOString().slice(0, 19).replace("T", " ");
  const writer = await QvdWriter.create(target, { tableName: table.name, createdUtc, records: table.rows });
  const rows = orderedRows(table.name, table.order);
  const dictionaries: Dictionary[] = [];
  try {
    for (const stored of columns) {
      const dictionary = await createDictionary(run, rows, stored.column);
      dictionaries.push(dictionary);
      const format = numberFormat(stored.column, run.variables.settings);
      await writer
        .field({ name: stored.as, format, nullable: dictionary.nullable }, values(run, dictionary))
        .catch((error: unknown) => {
          throw error instanceof RangeError ? cannotHold(stored.column.name, error) : error;
        });
    }
    await writer.beginRecords();
    let first = 0;
    for await (const { chunk, rowCount } of streamed(run, rowsSql(rows, dictionaries))) {
      await writer.records(rowCount, codesOf(dictionaries, new Vectors(chunk), first));
      first += rowCount;
    }
    await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  } finally {
    await run.db.dropTemporary(...dictionaries.map((d) => d.table));
  }
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
