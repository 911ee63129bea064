import { QvdFile } from "../file";
import type { QvdNumberFormat } from "../header";
import { hasText, isNumber, textOf } from "../symbols";
import { NULL_SHIFT, NULL_STORED, QvdWriter } from "../writer";
import type { PlainValue } from "./plain-reader";

export const NO_FORMAT = { type: "UNKNOWN", decimals: 0, format: "", decimalSep: "", thousandSep: "" };

export interface Value {
  number: number | null;
  text: string | null;
}

export interface Column {
  name: string;
  values: Value[];
  /** Of each record the number of its value; null for NULL. */
  records: (number | null)[];
  format?: QvdNumberFormat;
}

/** Writes a QVD by our writer. */
export async function writeColumns(path: string, name: string, columns: Column[]): Promise<string> {
  const records = columns[0]?.records.length ?? 0;
  const writer = await QvdWriter.create(path, {
    tableName: name,
    createdUtc: "2026-01-02 03:04:05",
    records,
  });
  const nullable = columns.map((column) => column.records.includes(null));
  for (const [i, column] of columns.entries()) {
    const start = {
      name: column.name,
      format: column.format ?? NO_FORMAT,
      nullable: nullable[i] ?? false,
    };
    await writer.field(
      start,
      (async function* () {
        yield { numbers: column.values.map((v) => v.number), texts: column.values.map((v) => v.text) };
      })(),
    );
  }
  await writer.beginRecords();
  const codes = columns.map((column, i) =>
    column.records.map((r) => (r === null ? NULL_STORED : nullable[i] ? r + NULL_SHIFT : r)),
  );
  await writer.records(records, codes);
  await writer.finish();
  return path;
}

/** Values of each field, record by record, by our reader. */
export async function readOurselves(path: string): Promise<PlainValue[][]> {
  const file = await QvdFile.open(path);
  try {
    const { fields } = file.header;
    const symbols = await Promise.all(fields.map((field) => file.symbols(field)));
    const columns: PlainValue[][] = fields.map(() => []);
    for (const { records, codes } of file.codes(fields))
      for (const [i, of] of symbols.entries())
        for (let row = 0; row < records; row++) {
          const code = codes[i]?.[row] ?? -1;
          const kind = of.kinds[code];
          const number = isNumber(kind) ? (of.numbers[code] ?? null) : null;
          columns[i]?.push(code < 0 ? null : { number, text: hasText(kind) ? textOf(of, code) : null });
        }
    return columns;
  } finally {
    await file.close();
  }
}
