import type { FileHandle } from "node:fs/promises";
import { damaged, FormatError } from "../format-error";
import { parseXml, type XmlElement } from "./xml";

/** How a field's values are shown, as far as the file says. */
export interface QvdNumberFormat {
  /** `UNKNOWN`, `ASCII`, `INTEGER`, `REAL`, `FIX`, `MONEY`, `DATE`, `TIME`, `TIMESTAMP`, `INTERVAL`. */
  type: string;
  /** Digits (`REAL`) or decimals (`FIX`). */
  decimals: number;
  /** Display format such as `YYYY-MM-DD`; empty where there is none. */
  format: string;
  decimalSep: string;
  thousandSep: string;
}

export interface QvdField {
  name: string;
  /** Place of its code in a record, from the lowest bit of the first byte. */
  bitOffset: number;
  /** 0 to 64; 0 where every record has the same code. */
  bitWidth: number;
  /** Added to a code to give the symbol's index; a negative index is NULL. */
  bias: number;
  /** Count of different values. */
  symbols: number;
  /** Byte of the file at which its symbols begin, and how many bytes they take. */
  offset: number;
  length: number;
  format: QvdNumberFormat;
  tags: string[];
}

export interface QvdHeader {
  tableName: string;
  /** `YYYY-MM-DD hh:mm:ss`, or empty. */
  createdUtc: string;
  records: number;
  recordBytes: number;
  /** Byte of the file at which the records begin. */
  recordsOffset: number;
  fields: QvdField[];
}

const MAX_HEADER_BYTES = 32 * 1024 * 1024;
const FIRST_PIECE = 65_536;
const MAX_FIELDS = 20_000;
const MAX_RECORD_BYTES = 1_000_000;
/** Of the shortest symbol: its type and the end of an empty text. */
const MIN_SYMBOL_BYTES = 2;

/**
 * Reads and checks a file's header: nothing in it points outside the file, and no count is larger than its bytes
 * can hold. Nothing is allocated by a number of the file before that.
 * @throws FormatError
 */
export async function readQvdHeader(file: FileHandle): Promise<QvdHeader> {
  const { size } = await file.stat();
  const { xml, end } = await readXml(file, size);
  const root = parseXml(xml);
  if (root.name !== "QvdTableHeader") throw damaged("is no QVD: its header is another XML", 0);
  return checkedHeader(root, end, size);
}

/** The header's text, and where the file goes on behind its NUL. */
async function readXml(file: FileHandle, size: number): Promise<{ xml: string; end: number }> {
  for (let piece = FIRST_PIECE; ; piece *= 4) {
    const length = Math.min(piece, size, MAX_HEADER_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    const head = buffer.subarray(0, bytesRead);
    if (!/^(\ufeff)?\s*</.test(head.toString("utf8", 0, 64)))
      throw damaged("is no QVD: it does not begin with XML", 0);
    const end = head.indexOf(0);
    if (end >= 0) return { xml: decodeUtf8(head.subarray(0, end)), end: end + 1 };
    if (length === size) throw damaged("ends in its header", size);
    if (length === MAX_HEADER_BYTES) throw damaged("is no QVD: its header has no end", length);
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged("has a header that is not UTF-8", 0);
  }
}

function checkedHeader(root: XmlElement, body: number, size: number): QvdHeader {
  const space = size - body;
  if (textOf(root, "Compression").trim() !== "")
    throw new FormatError(
      "unsupported",
      `is compressed (${textOf(root, "Compression").trim().slice(0, 40)})`,
    );
  const records = whole(root, "NoOfRecords", Number.MAX_SAFE_INTEGER);
  const recordBytes = whole(root, "RecordByteSize", MAX_RECORD_BYTES);
  const offset = whole(root, "Offset", Number.MAX_SAFE_INTEGER);
  const length = whole(root, "Length", Number.MAX_SAFE_INTEGER);
  if (length !== records * recordBytes)
    throw damaged(
      `holds ${length} bytes of records for ${records} records of ${recordBytes} bytes, as its header says`,
    );
  if (offset + length > space)
    throw damaged(`is cut off: its records reach to byte ${body + offset + length}, it ends`, size);
  const fields = childrenOf(childOf(root, "Fields"), "QvdFieldHeader").map((element) =>
    checkedField(element, { body, space, recordBits: recordBytes * 8, size }),
  );
  if (fields.length === 0) throw damaged("has no fields");
  if (fields.length > MAX_FIELDS) throw damaged(`has ${fields.length} fields`);
  return {
    tableName: textOf(root, "TableName"),
    createdUtc: textOf(root, "CreateUtcTime").trim(),
    records,
    recordBytes,
    recordsOffset: body + offset,
    fields,
  };
}

function checkedField(
  element: XmlElement,
  { body, space, recordBits, size }: { body: number; space: number; recordBits: number; size: number },
): QvdField {
  const name = textOf(element, "FieldName");
  const about = `its field "${name.slice(0, 60)}"`;
  const bitOffset = whole(element, "BitOffset", MAX_RECORD_BYTES * 8, about);
  const bitWidth = whole(element, "BitWidth", 64, about);
  const symbols = whole(element, "NoOfSymbols", 2 ** 31 - 3, about);
  const offset = whole(element, "Offset", Number.MAX_SAFE_INTEGER, about);
  const length = whole(element, "Length", Number.MAX_SAFE_INTEGER, about);
  if (bitWidth > 0 && bitOffset + bitWidth > recordBits)
    throw damaged(`has ${recordBits} bits in a record, and ${about} lies behind them`);
  if (offset + length > space)
    throw damaged(`is cut off: ${about} reaches to byte ${body + offset + length}, it ends`, size);
  if (symbols * MIN_SYMBOL_BYTES > length)
    throw damaged(`has ${length} bytes for the ${symbols} values of ${about}`, body + offset);
  return {
    name,
    bitOffset,
    bitWidth,
    bias: whole(element, "Bias", 2 ** 31 - 1, about, -(2 ** 31)),
    symbols,
    offset: body + offset,
    length,
    format: numberFormat(childOf(element, "NumberFormat")),
    tags: childrenOf(childOf(element, "Tags"), "String").map((tag) => tag.text.trim()),
  };
}

function numberFormat(element: XmlElement | undefined): QvdNumberFormat {
  const type = textOf(element, "Type").trim().toUpperCase();
  return {
    type: type === "" || type === "0" ? "UNKNOWN" : type,
    decimals: Number(textOf(element, "nDec")) || 0,
    format: textOf(element, "Fmt"),
    decimalSep: textOf(element, "Dec"),
    thousandSep: textOf(element, "Thou"),
  };
}

function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

function textOf(element: XmlElement | undefined, name: string): string {
  return childOf(element, name)?.text ?? "";
}

function whole(element: XmlElement, name: string, most: number, about = "it", least = 0): number {
  const text = textOf(element, name).trim();
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw damaged(`says "${text.slice(0, 40)}" for ${name} of ${about}`);
}
