import type { QvdField, QvdHeader } from "./header";
import { escapeXml } from "./xml";

/** Build number files are marked with: one of Qlik's whose structure this is. */
const BUILD = 50_504;

/** A header to be written; places are relative to its own end. */
export type QvdHeaderPlan = Omit<QvdHeader, "recordsOffset"> & { recordsOffset: number };

/** The XML of a file's header as Qlik lays it out, with the CR LF and NUL behind it. */
export function headerBytes(header: QvdHeaderPlan): Buffer {
  const { fields, records, recordBytes } = header;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    " <QvdTableHeader>",
    `   ${element("QvBuildNo", BUILD)}`,
    `   ${element("CreatorDoc", "")}`,
    `   ${element("CreateUtcTime", header.createdUtc)}`,
    `   ${element("SourceCreateUtcTime", "")}`,
    `   ${element("SourceFileUtcTime", "")}`,
    `   ${element("SourceFileSize", -1)}`,
    `   ${element("StaleUtcTime", "")}`,
    `   ${element("TableName", header.tableName)}`,
    "   <Fields>",
    ...fields.flatMap(fieldLines),
    "   </Fields>",
    `   ${element("Compression", "")}`,
    `   ${element("RecordByteSize", recordBytes)}`,
    `   ${element("NoOfRecords", records)}`,
    `   ${element("Offset", header.recordsOffset)}`,
    `   ${element("Length", records * recordBytes)}`,
    "   <Lineage>",
    "   </Lineage>",
    `   ${element("Comment", "")}`,
    " </QvdTableHeader>",
    "\0",
  ];
  return Buffer.from(lines.join("\r\n"));
}

function fieldLines({ format, tags, ...field }: QvdField): string[] {
  return [
    "     <QvdFieldHeader>",
    `       ${element("FieldName", field.name)}`,
    `       ${element("BitOffset", field.bitOffset)}`,
    `       ${element("BitWidth", field.bitWidth)}`,
    `       ${element("Bias", field.bias)}`,
    "       <NumberFormat>",
    `         ${element("Type", format.type)}`,
    `         ${element("nDec", format.decimals)}`,
    `         ${element("UseThou", format.thousandSep === "" ? 0 : 1)}`,
    `         ${element("Fmt", format.format)}`,
    `         ${element("Dec", format.decimalSep)}`,
    `         ${element("Thou", format.thousandSep)}`,
    "       </NumberFormat>",
    `       ${element("NoOfSymbols", field.symbols)}`,
    `       ${element("Offset", field.offset)}`,
    `       ${element("Length", field.length)}`,
    `       ${element("Comment", "")}`,
    ...(tags.length === 0
      ? ["       <Tags></Tags>"]
      : ["       <Tags>", ...tags.map((tag) => `         ${element("String", tag)}`), "       </Tags>"]),
    "     </QvdFieldHeader>",
  ];
}

function element(name: string, value: string | number): string {
  return `<${name}>${typeof value === "number" ? value : escapeXml(value)}</${name}>`;
}
