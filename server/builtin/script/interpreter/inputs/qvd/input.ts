import { basename } from "node:path";
import { QvdFile } from "@/server/builtin/formats/qvd/file";
import type { QvdField } from "@/server/builtin/formats/qvd/header";
import { scriptError } from "../../../errors";
import { quoteName } from "../../../quoting";
import { checkFieldNames } from "../../catalog";
import type { InputScope } from "../../input";
import { ORDER, type Relation } from "../../relation";
import type { Run } from "../../run";
import { keepFailure } from "../../work-db";
import { fileFailure } from "../file-failure";
import { type QvdColumn, qvdColumn } from "./column";
import { QvdScan } from "./scan";
import { storedType } from "./stored-type";
import { type UnknownRows, unknownRows } from "./unknown-rows";
import { tableBytes } from "./value-table";

/**
 * A QVD file as rows that are read when SQL asks for them; only the fields a LOAD names are read. The file and its
 * values stay open until the statement is done; those of several files become temporary tables, one after the other.
 */
export async function qvdInput(run: Run, path: string, scope: InputScope): Promise<Relation> {
  const failure = (error: unknown) => fileFailure(error, basename(path));
  let file: QvdFile | undefined;
  try {
    file = await QvdFile.open(path);
    checkHeader(run, file, basename(path));
    const wanted = file.header.fields.filter((f) => !scope.wanted || scope.wanted.has(f.name));
    const columns: QvdColumn[] = [];
    for (const field of wanted) columns.push(await readColumn(run, file, field));
    const only = await wishedRows(run, scope, wanted, columns);
    const scan = new QvdScan(
      file,
      columns.flatMap(({ tables }, i) => {
        const field = wanted[i];
        return field ? tables.map((table) => ({ field, table })) : [];
      }),
      {
        most: scope.first ?? file.header.records,
        only,
        onBytes: (bytes) => run.progress.addBytes(bytes),
        failed: (error) => keepFailure(failure(error)),
      },
    );
    const { name, sql } = run.db.addScan(scan);
    scope.temporary.push(name);
    file = undefined;
    const from = scope.several ? await asTable(run, sql, scope) : sql;
    if (scope.several) await run.db.dropTemporary(name);
    const relation = relationOf(columns, wanted, from);
    return only && scope.unknownOf ? { ...relation, unknownOf: scope.unknownOf } : relation;
  } catch (error) {
    await file?.close();
    throw failure(error);
  }
}

/** The rows a LOAD wants, where they can be told here; of several files only all rows together tell. */
async function wishedRows(
  run: Run,
  { unknownOf, several, first }: InputScope,
  fields: QvdField[],
  columns: QvdColumn[],
): Promise<UnknownRows | undefined> {
  const index = several || first !== undefined ? -1 : fields.findIndex(({ name }) => name === unknownOf);
  const [field, column] = [fields[index], columns[index]];
  return (field && column && (await unknownRows(run, field.name, field, column))) || undefined;
}

function checkHeader(run: Run, { header }: QvdFile, name: string): void {
  const { fields, records, recordBytes } = header;
  checkFieldNames(
    fields.map((f) => f.name),
    name,
  );
  // Records without bytes cost nothing in the file, and could be any number.
  if (recordBytes === 0 && records > run.host.limits.rows) throw tooManyRecords(records, run);
}

async function readColumn(run: Run, file: QvdFile, field: QvdField): Promise<QvdColumn> {
  const symbols = await file.symbols(field);
  run.progress.addBytes(field.length);
  const column = qvdColumn(symbols, await storedType(run, field, () => [symbols]), run.variables.settings);
  file.keepInstead(
    field,
    column.tables.reduce((sum, table) => sum + tableBytes(table), 0),
  );
  return column;
}

async function asTable(run: Run, sql: string, scope: InputScope): Promise<string> {
  const table = run.db.temporaryName();
  scope.temporary.push(table);
  await run.db.run(`CREATE TABLE ${quoteName(table)} AS FROM ${sql}`);
  return quoteName(table);
}

/** @param from SQL of rows with the columns' parts `c0`, `c1`, …, and behind them their number */
function relationOf(columns: QvdColumn[], fields: QvdField[], from: string): Relation {
  let part = 0;
  const list = columns.map((column, i) => {
    const parts = column.tables.map(() => `k.c${part++}`);
    return `${column.sql(parts)} AS c${i}`;
  });
  return {
    sql: `SELECT ${[...list, `k.c${part} AS ${ORDER}`].join(", ")} FROM ${from} AS k`,
    columns: columns.map(({ type, format }, i) => ({
      name: fields[i]?.name ?? "",
      column: `c${i}`,
      type,
      ...(format ? { format } : {}),
    })),
    ordered: true,
    scrambled: false,
  };
}

function tooManyRecords(records: number, run: Run) {
  return scriptError(
    "script.limit",
    `The file has ${records.toLocaleString("en")} records; the plan allows ${run.host.limits.rows.toLocaleString("en")} rows.`,
    { params: { rows: records, limit: run.host.limits.rows } },
  );
}
