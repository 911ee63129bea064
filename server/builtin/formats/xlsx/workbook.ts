import { readFile, stat } from "node:fs/promises";
import { damaged, FormatError } from "../format-error";
import { checkExtent } from "./extent";
import { unzip, zipStored } from "./zip";

/** A cell's value; dates are UTC, whatever the zone. */
export type CellValue = string | number | boolean | Date | null;

export interface Sheet {
  name: string;
  /** Rows of equal length, empty cells as null; empty rows and columns behind the last value are left out. */
  rows: CellValue[][];
  /** Cells with an error (`#DIV/0!`); they are null. */
  errors: number;
}

const MAX_FILE = 100 * 1024 * 1024;
const LIMITS = { entries: 10_000, bytes: 128 * 1024 * 1024 };

/**
 * Reads one sheet of an XLSX workbook.
 * @param wanted its name (`Sheet1`, also `Sheet1$`), or undefined for the first
 * @throws FormatError; for a wrong name with those there are
 */
export async function readWorkbookSheet(
  path: string,
  wanted: string | undefined,
  limits = LIMITS,
): Promise<Sheet> {
  const parts = unzip(await archive(path), (name) => /\.(xml|rels)$/i.test(name), limits);
  for (const [name, content] of parts)
    if (/^xl\/.*sheet[^/]*\.xml$/i.test(name)) checkExtent(content.toString("utf8"), name);
  const sheets = sheetsOf(parts);
  const name = chosen(wanted, sheets);
  const rows = await layOut(parts, name);
  const xml = parts.get(sheets.get(name) ?? "")?.toString("utf8") ?? "";
  return { name, rows, errors: xml.match(/<(?:\w+:)?c\b[^>]*\bt\s*=\s*["']e["']/g)?.length ?? 0 };
}

/** Names of a workbook's sheets, in their order. @throws FormatError */
export async function workbookSheets(path: string): Promise<string[]> {
  const parts = unzip(
    await archive(path),
    (name) => /^xl\/(_rels\/)?workbook\.xml(\.rels)?$/i.test(name),
    LIMITS,
  );
  return [...sheetsOf(parts).keys()];
}

/** A workbook's bytes. @throws FormatError for one that is too large, or of another kind */
async function archive(path: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > MAX_FILE)
    throw new FormatError(
      "limit",
      `has ${Math.ceil(size / 1024 / 1024)} MB; workbooks of up to 100 MB are read`,
    );
  const bytes = await readFile(path);
  if (bytes.subarray(0, 8).toString("hex") === "d0cf11e0a1b11ae1")
    throw new FormatError("unsupported", "is a workbook of the old kind (XLS), or one with a password", {
      advice: "Save it as XLSX, without a password.",
    });
  return bytes;
}

/** Names of the sheets and the parts that hold them, in the workbook's order. */
function sheetsOf(parts: Map<string, Buffer>): Map<string, string> {
  const text = (name: string) => parts.get(name)?.toString("utf8") ?? "";
  const targets = new Map<string, string>();
  for (const [tag] of text("xl/_rels/workbook.xml.rels").matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g))
    targets.set(attribute(tag, "Id"), attribute(tag, "Target").replace(/^\/?(xl\/)?/, "xl/"));
  const sheets = new Map<string, string>();
  for (const [tag] of text("xl/workbook.xml").matchAll(/<(?:\w+:)?sheet\b[^>]*>/g))
    sheets.set(attribute(tag, "name"), targets.get(attribute(tag, "(?:\\w+:)?id")) ?? "");
  if (sheets.size === 0) throw damaged("is no workbook: it lists no sheets");
  return sheets;
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}\\s*=\\s*(["'])(.*?)\\1`).exec(tag)?.[2] ?? "";
  const marks: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return value.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, mark) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : -1;
    return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : (marks[mark] ?? whole);
  });
}

function chosen(wanted: string | undefined, sheets: Map<string, string>): string {
  const [first = ""] = sheets.keys();
  if (wanted === undefined) return first;
  const name = [wanted, wanted.replace(/\$$/, "")].find((n) => sheets.has(n));
  if (name !== undefined) return name;
  throw new FormatError("damaged", `has no sheet "${wanted}"`, {
    advice: `It has ${[...sheets.keys()].slice(0, 20).join(", ")}.`,
  });
}

/** Only what was checked reaches the library: it gets a new archive of just those parts. */
async function layOut(parts: Map<string, Buffer>, sheet: string): Promise<CellValue[][]> {
  const archive = zipStored(parts);
  const input = archive.buffer.slice(archive.byteOffset, archive.byteOffset + archive.length);
  try {
    const { readSheet } = await import("read-excel-file/universal");
    // The library's types say the class Date where its values are dates.
    const rows: unknown[][] = await readSheet(input as ArrayBuffer, sheet, { trim: false });
    return rows.map((row) => row.map((value) => repaired(value as CellValue)));
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0]?.slice(0, 200) : "";
    throw damaged(`cannot be read as a workbook: ${reason}`);
  }
}

/** Serial dates are doubles: a whole second may come out a fraction of a millisecond too small, and then cut. */
function repaired(value: CellValue): CellValue {
  if (!(value instanceof Date)) return value;
  const ms = value.getTime();
  return ((ms % 1000) + 1000) % 1000 === 999 ? new Date(ms + 1) : value;
}
