import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { FormatError } from "@/server/builtin/formats/format-error";
import { workbookSheets } from "@/server/builtin/formats/xlsx/workbook";
import { sourceError } from "../errors";
import type { SourcePolicy } from "../port";
import { pathsOf, wholeFolder, withSheet } from "./declared";
import { type FileKind, FORMAT_NAMES, kindOf } from "./formats";
import type { FileProperties } from "./properties";

/** One table: the same-shaped files it consists of. */
export interface FileTable {
  name: string;
  /** Name of its only file, which names the table too. */
  file?: string;
  /** Absolute, link-free, in order of their names. */
  paths: string[];
  format: FileKind;
  bytes: number;
  /** Sheet of its workbooks; the first one where absent. */
  sheet?: string;
}

/**
 * The declared files as tables, every path resolved by the policy; a workbook of several sheets is a table
 * `name.Sheet` for each. Throws `source.file_missing`, `source.forbidden` and `source.type` (a table of several kinds of file).
 */
export async function fileTables(properties: FileProperties, policy: SourcePolicy): Promise<FileTable[]> {
  const folder = properties.folder === undefined ? null : await policy.resolvePath(properties.folder);
  const declared = properties.files ?? (folder ? await wholeFolder(folder, properties.folder ?? "") : {});
  const tables: FileTable[] = [];
  for (const [name, files] of Object.entries(declared)) {
    const named = files.map(withSheet);
    const paths = new Set<string>();
    for (const { file } of named) for (const path of await pathsOf(file, folder, policy)) paths.add(path);
    const table = await tableFrom(name, [...paths]);
    tables.push(...(await bySheet(table, oneSheet(name, named))));
  }
  return tables;
}

function oneSheet(name: string, files: readonly { sheet?: string }[]): string | undefined {
  const [sheet, other] = new Set(files.map((f) => f.sheet));
  if (other === undefined) return sheet;
  throw sourceError("source.type", `The table "${name}" names several sheets of workbooks.`, {
    advice: "Name the same sheet of each of its files, or make a table for each sheet.",
  });
}

/** A workbook of several sheets is several tables, unless one is named. One that cannot be read stays one, and says so when it is used. */
async function bySheet(table: FileTable, sheet: string | undefined): Promise<FileTable[]> {
  if (sheet !== undefined) return [{ ...table, sheet }];
  const [path = "", ...more] = table.paths;
  if (table.format !== "xlsx" || more.length > 0) return [table];
  const sheets = await workbookSheets(path).catch((error: unknown) => {
    if (error instanceof FormatError) return [];
    throw error;
  });
  if (sheets.length < 2) return [table];
  const { file, ...rest } = table;
  return sheets.map((name) => ({ ...rest, name: `${table.name}.${name}`, sheet: name }));
}

async function tableFrom(name: string, paths: string[]): Promise<FileTable> {
  const formats = new Set<FileKind>();
  let bytes = 0;
  for (const path of paths) {
    const info = await stat(path);
    if (!info.isFile()) throw sourceError("source.file_missing", `"${basename(path)}" is not a file.`);
    bytes += info.size;
    formats.add(await kindOf(path));
  }
  const [format] = formats;
  if (format === undefined || formats.size > 1) {
    const kinds = [...formats].map((f) => FORMAT_NAMES[f]).join(" and ");
    throw sourceError("source.type", `The table "${name}" mixes ${kinds} files.`);
  }
  const [only = "", ...more] = paths;
  return { name, ...(more.length === 0 ? { file: basename(only) } : {}), paths, format, bytes };
}
