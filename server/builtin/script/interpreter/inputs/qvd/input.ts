import { basename } from "node:path";
import { QvdFile } from "@/server/builtin/formats/qvd/file";
import type { QvdField } from "@/server/builtin/formats/qvd/header";
import { createRowWriter } from "@/server/builtin/sources/rows/row-writer";
import { typeName } from "@/server/builtin/sources/rows/storage-type";
import { scriptError } from "../../../errors";
import { quoteName } from "../../../quoting";
import { checkFieldNames } from "../../catalog";
import type { InputScope } from "../../input";
import { ORDER, type Relation } from "../../relation";
import type { Run } from "../../run";
import { fileFailure } from "../file-failure";
import { type QvdColumn, qvdColumn } from "./column";
import { storedType } from "./stored-type";

/** A QVD file as a temporary table; only the fields a LOAD names are read. */
export async function qvdInput(run: Run, path: string, scope: InputScope): Promise<Relation> {
  try {
    return await readQvd(run, path, scope);
  } catch (error) {
    throw fileFailure(error, basename(path));
  }
}

async function readQvd(run: Run, path: string, scope: InputScope): Promise<Relation> {
  const file = await QvdFile.open(path);
  try {
    const { fields, records, recordBytes } = file.header;
    checkFieldNames(
      fields.map((f) => f.name),
      basename(path),
    );
    // Records without bytes cost nothing in the file, and could be any number.
    if (recordBytes === 0 && records > run.host.limits.rows) throw tooManyRecords(records, run);
    const wanted = fields.filter((f) => !scope.wanted || scope.wanted.has(f.name));
    const columns: QvdColumn[] = [];
    for (const field of wanted) {
      const symbols = await file.symbols(field);
      run.progress.addBytes(field.length);
      columns.push(qvdColumn(symbols, await storedType(run, field, symbols), run.variables.settings));
    }
    const table = run.db.temporaryName();
    scope.temporary.push(table);
    const names = await createColumns(run, table, columns);
    await copyRecords(run, file, { wanted, columns, table, most: scope.first ?? records });
    const list = columns.map((column, i) => `${column.sql(names[i] ?? [])} AS c${i}`);
    return {
      sql: `SELECT ${[...list, `rowid AS ${ORDER}`].join(", ")} FROM ${quoteName(table)}`,
      columns: columns.map(({ type, format }, i) => ({
        name: wanted[i]?.name ?? "",
        column: `c${i}`,
        type,
        ...(format ? { format } : {}),
      })),
      ordered: true,
      scrambled: false,
    };
  } finally {
    await file.close();
  }
}

/** Creates the table; `#` is a column for a file of which no field is wanted. Gives the columns of each field. */
async function createColumns(run: Run, table: string, columns: QvdColumn[]): Promise<string[][]> {
  let count = 0;
  const names = columns.map(({ storage }) => storage.map(() => `k${count++}`));
  const list = columns.flatMap(({ storage }, i) =>
    storage.map((type, part) => `${names[i]?.[part]} ${typeName(type)}`),
  );
  await run.db.run(`CREATE TABLE ${quoteName(table)} (${list.length ? list.join(", ") : '"#" BOOLEAN'})`);
  return names;
}

async function copyRecords(
  run: Run,
  file: QvdFile,
  { wanted, columns, table, most }: { wanted: QvdField[]; columns: QvdColumn[]; table: string; most: number },
): Promise<void> {
  const appender = await run.db.connection.createAppender(table);
  const storage = columns.flatMap((column) => column.storage);
  const writer = createRowWriter(appender, storage.length ? storage : [{ kind: "BOOLEAN" }]);
  let next = 0;
  const places = columns.map((column) => {
    const at = next;
    next += column.storage.length;
    return { column, at };
  });
  let left = most;
  for await (const { records: inBlock, codes } of file.codes(wanted)) {
    run.host.signal.throwIfAborted();
    const records = Math.min(inBlock, left);
    for (let row = 0; row < records; row++) {
      for (let i = 0; i < places.length; i++) {
        const place = places[i];
        if (!place) continue;
        const index = codes[i]?.[row] ?? -1;
        if (index >= 0) place.column.put(writer, place.at, index);
        else for (let part = 0; part < place.column.storage.length; part++) writer.setNull(place.at + part);
      }
      if (places.length === 0) writer.setNull(0);
      writer.endRow();
    }
    run.progress.addBytes(records * file.header.recordBytes);
    left -= records;
    if (left === 0) break;
  }
  writer.flush();
  appender.closeSync();
}

function tooManyRecords(records: number, run: Run) {
  return scriptError(
    "script.limit",
    `The file has ${records.toLocaleString("en")} records; the plan allows ${run.host.limits.rows.toLocaleString("en")} rows.`,
    { params: { rows: records, limit: run.host.limits.rows } },
  );
}
