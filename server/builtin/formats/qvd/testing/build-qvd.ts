/** A symbol as a file has it: a number alone, a text alone, or both. `double` keeps a whole number from being stored as an integer. */
export type RawSymbol =
  | number
  | string
  | { number: number; text: string; double?: boolean }
  | { double: number };

export interface RawField {
  name: string;
  symbols: RawSymbol[];
  /** Index of the symbol in each record; null is NULL. */
  records: (number | null)[];
  /** Where not given: as narrow as it goes, -2 where there is a NULL. */
  width?: number;
  bias?: number;
  type?: string;
  format?: string;
  tags?: string[];
}

/** Bytes of a symbol, written by hand and not by the code under test. */
export function rawSymbol(symbol: RawSymbol): Buffer {
  if (typeof symbol === "string")
    return Buffer.concat([Buffer.from([4]), Buffer.from(symbol), Buffer.from([0])]);
  if (typeof symbol === "number") return numberBytes(symbol, 1, 2, false);
  if (!("text" in symbol)) return numberBytes(symbol.double, 1, 2, true);
  const number = numberBytes(symbol.number, 5, 6, symbol.double ?? false);
  return Buffer.concat([number, Buffer.from(symbol.text), Buffer.from([0])]);
}

function numberBytes(value: number, integer: number, double: number, forced: boolean): Buffer {
  const whole = !forced && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
  const bytes = Buffer.alloc(whole ? 5 : 9);
  bytes[0] = whole ? integer : double;
  if (whole) bytes.writeInt32LE(value, 1);
  else bytes.writeDoubleLE(value, 1);
  return bytes;
}

/** A whole file; `change` may spoil its header. */
export function buildQvd(table: string, fields: RawField[], change = (header: string) => header): Buffer {
  const count = fields[0]?.records.length ?? 0;
  let bit = 0;
  let at = 0;
  const placed = fields.map((field) => {
    const bias = field.bias ?? (field.records.includes(null) ? -2 : 0);
    const codes = field.symbols.length - bias;
    const width = field.width ?? Math.ceil(Math.log2(Math.max(1, codes)));
    const bytes = Buffer.concat(field.symbols.map(rawSymbol));
    const place = { ...field, bias, width, bit, at, bytes };
    bit += width;
    at += bytes.length;
    return place;
  });
  const recordBytes = Math.max(1, Math.ceil(bit / 8));
  const records = Buffer.alloc(recordBytes * count);
  for (let row = 0; row < count; row++) {
    let record = 0n;
    for (const f of placed) {
      const index = f.records[row] ?? null;
      record |= (index === null ? 0n : BigInt(index - f.bias)) << BigInt(f.bit);
    }
    for (let byte = 0; byte < recordBytes; byte++)
      records[row * recordBytes + byte] = Number((record >> BigInt(byte * 8)) & 255n);
  }
  const header = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n <QvdTableHeader>',
    `<QvBuildNo>50504</QvBuildNo><CreateUtcTime>2026-01-02 03:04:05</CreateUtcTime><TableName>${table}</TableName><Fields>`,
    ...placed.map(
      (f) =>
        `<QvdFieldHeader><FieldName>${f.name}</FieldName><BitOffset>${f.bit}</BitOffset><BitWidth>${f.width}</BitWidth><Bias>${f.bias}</Bias><NumberFormat><Type>${f.type ?? "UNKNOWN"}</Type><nDec>0</nDec><UseThou>0</UseThou><Fmt>${f.format ?? ""}</Fmt><Dec></Dec><Thou></Thou></NumberFormat><NoOfSymbols>${f.symbols.length}</NoOfSymbols><Offset>${f.at}</Offset><Length>${f.bytes.length}</Length><Comment></Comment><Tags>${(f.tags ?? []).map((t) => `<String>${t}</String>`).join("")}</Tags></QvdFieldHeader>`,
    ),
    `</Fields><Compression></Compression><RecordByteSize>${recordBytes}</RecordByteSize><NoOfRecords>${count}</NoOfRecords><Offset>${at}</Offset><Length>${records.length}</Length><Lineage></Lineage><Comment></Comment></QvdTableHeader>\r\n`,
  ].join("");
  return Buffer.concat([
    Buffer.from(change(header)),
    Buffer.from([0]),
    ...placed.map((f) => f.bytes),
    records,
  ]);
}
