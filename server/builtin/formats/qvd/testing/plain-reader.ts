/** A value as a file has it: a number, a text, or both; NULL is null. */
export type PlainValue = { number: number | null; text: string | null } | null;

export interface PlainTable {
  name: string;
  fields: { name: string; values: PlainValue[] }[];
}

/**
 * A second reader of QVD, for tests alone: written from the format's public description, value by value and without
 * any of the code under test. It trusts the file.
 */
export function readPlainly(file: Buffer): PlainTable {
  const end = file.indexOf(0);
  const xml = file.toString("utf8", 0, end);
  const body = file.subarray(end + 1);
  const [before = "", fields = "", behind = ""] = xml.split(/<\/?Fields>/);
  const records = number(behind, "NoOfRecords");
  const size = number(behind, "RecordByteSize");
  const offset = number(behind, "Offset");
  const rows = Array.from({ length: records }, (_, row) =>
    littleEndian(body.subarray(offset + row * size, offset + (row + 1) * size)),
  );
  const parts = fields.split("<QvdFieldHeader>").slice(1);
  return {
    name: text(before, "TableName"),
    fields: parts.map((part) => {
      const symbols = symbolsOf(body, number(part, "Offset"), number(part, "NoOfSymbols"));
      const width = BigInt(number(part, "BitWidth"));
      const first = BigInt(number(part, "BitOffset"));
      const bias = BigInt(number(part, "Bias"));
      const values = rows.map((record): PlainValue => {
        const stored = (record >> first) & ((1n << width) - 1n);
        const index = stored + bias;
        if (index < 0n) return null;
        const symbol = symbols[Number(index)];
        // Of a field without a bit and without a value every record is NULL.
        if (!symbol && symbols.length > 0) throw new Error(`no symbol ${index} of ${symbols.length}`);
        return symbol ?? null;
      });
      return { name: text(part, "FieldName"), values };
    }),
  };
}

function symbolsOf(body: Buffer, offset: number, count: number): PlainValue[] {
  let at = offset;
  const endOfText = () => {
    const end = body.indexOf(0, at);
    const found = body.toString("utf8", at, end);
    at = end + 1;
    return found;
  };
  return Array.from({ length: count }, () => {
    const type = body.readUInt8(at++);
    let value: number | null = null;
    if (type === 1 || type === 5) {
      value = body.readInt32LE(at);
      at += 4;
    } else if (type === 2 || type === 6) {
      value = body.readDoubleLE(at);
      at += 8;
    } else if (type !== 4) throw new Error(`no symbol has the type ${type}`);
    return { number: value, text: type >= 4 ? endOfText() : null };
  });
}

function littleEndian(bytes: Buffer): bigint {
  const reversed = Buffer.from(bytes).reverse().toString("hex");
  return BigInt(`0x0${reversed}`);
}

function text(xml: string, element: string): string {
  const found = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
  if (found === undefined) throw new Error(`the header has no ${element}`);
  return found
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#13;", "\r")
    .replaceAll("&amp;", "&");
}

function number(xml: string, element: string): number {
  return Number(text(xml, element));
}
