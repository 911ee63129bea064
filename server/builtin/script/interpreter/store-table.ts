import { asText } from "../convert";
import { missingField } from "../errors";
import { quoteName, quoteText } from "../quoting";
import type { Statement } from "../statements";
import { readAs } from "../types";
import type { ScriptColumn, TableState } from "./catalog";
import type { Run } from "./run";
import { settled } from "./settled";
import { storeExtended } from "./store-extended";
import { type StoredColumn, storeQvd } from "./store-qvd";
import { storeWhole } from "./store-whole";
import { storedNote } from "./stored-note";

type Store = Extract<Statement, { kind: "store" }>;

/** Writes a table to a file: values as shown into text files, native types (a dual's text) into Parquet, all of it into QVD. */
export async function storeTable(run: Run, store: Store): Promise<number> {
  const { format } = store;
  const found = run.catalog.find(store.table);
  const table = format.type === "qvd" ? found : await settled(run, found);
  const columns = chosenColumns(table, store);
  if (format.type === "qvd") {
    await storeAsQvd(run, table, columns, await run.host.target(store.path));
    return table.rows;
  }
  const list = columns.map(({ column, as }) => {
    return `${storedValue(run, column, format.type !== "parquet")} AS ${quoteName(as)}`;
  });
  const target = await run.host.target(store.path);
  const options =
    format.type === "parquet"
      ? "FORMAT parquet, COMPRESSION zstd"
      : `FORMAT csv, HEADER ${format.labels === "embedded"}, DELIMITER ${quoteText(format.delimiter ?? ",")}, COMPRESSION ${compressionOf(target)}`;
  const rows = `SELECT ${list.join(", ")} FROM ${quoteName(table.name)}`;
  await storeWhole(target, (made) =>
    run.db.run(`COPY (${rows}) TO ${quoteText(made)} (${options}, USE_TMP_FILE false)`),
  );
  return table.rows;
}

/** Where the file may be read again by the next run, what it has to know of it is noted. */
async function storeAsQvd(
  run: Run,
  table: TableState,
  columns: StoredColumn[],
  target: string,
): Promise<void> {
  const isWhole =
    columns.length === table.columns.length &&
    columns.every(({ column, as }, i) => column === table.columns[i] && as === column.name);
  const isNoted = isWhole && run.host.kept !== undefined && run.catalog.section !== "access";
  const { result: note, mark } = await storeWhole(target, async (made) => {
    const extended = isWhole ? await storeExtended(run, table, made) : null;
    if (!extended) await storeQvd(run, table, columns, made);
    if (isNoted) return extended ? extended.note : await storedNote(run, table, made);
    return undefined;
  });
  if (note && mark !== undefined) run.catalog.noteStored({ ...note, mark });
}

/** By the name of a text file, as readers take it. */
function compressionOf(path: string): string {
  return /\.gz$/i.test(path) ? "gzip" : /\.zst$/i.test(path) ? "zstd" : "none";
}

function chosenColumns(table: TableState, { fields }: Store): StoredColumn[] {
  if (fields.length === 0) return table.columns.map((column) => ({ column, as: column.name }));
  return fields.map(({ field, as }) => {
    const column = table.columns.find((c) => c.name === field.value);
    if (!column)
      throw missingField(
        field.value,
        table.columns.map((c) => c.name),
        field.at,
      );
    return { column, as };
  });
}

function storedValue(run: Run, column: ScriptColumn, shown: boolean): string {
  const sql = readAs(quoteName(column.name), column.stored);
  if (!shown && column.type.kind !== "dual") return sql;
  return asText(
    { sql, type: column.type, ...(column.format ? { format: column.format } : {}) },
    run.variables.settings,
  );
}
