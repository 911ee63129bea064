import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { sourceError } from "../errors";
import type { SourcePolicy } from "../port";
import { CONVERTED, DATA } from "./formats";
import { tableOf } from "./properties";

/** DuckDB reads these in a path as a pattern. */
const PATTERN = /[*?[\]{}]/;
/** `prices.xlsx#List 2024`: a sheet of a workbook. */
const SHEET = /^(.*\.xlsx)#(.+)$/i;
/** What office programs leave beside an open file. */
const LOCK = /^~\$/;

type Paths = Pick<SourcePolicy, "resolvePath">;

/** A name as a connection writes it, and the sheet it asks for. */
export function withSheet(file: string): { file: string; sheet?: string } {
  const [, workbook, sheet] = SHEET.exec(file) ?? [];
  return workbook && sheet ? { file: workbook, sheet } : { file };
}

/**
 * Table → file of everything in a folder that can be read. A QVD, XLSX or JSON file beside a CSV or Parquet file of the same name
 * is called by its whole name. Throws `source.file_missing`.
 */
export async function wholeFolder(folder: string, asked: string): Promise<Record<string, string[]>> {
  const all = (await entries(folder, asked)).filter((name) => !PATTERN.test(name) && !LOCK.test(name));
  const found: Record<string, string[]> = Object.create(null);
  for (const name of all.filter((n) => DATA.test(n))) {
    const table = tableOf(name);
    const other = found[table]?.[0];
    if (other !== undefined)
      throw sourceError(
        "source.file_missing",
        `"${other}" and "${name}" would both be the table "${table}".`,
        { advice: "Name the files of each table in the connection." },
      );
    found[table] = [name];
  }
  for (const name of all.filter((n) => CONVERTED.test(n))) {
    const table = tableOf(name);
    found[table in found ? name : table] = [name];
  }
  if (Object.keys(found).length === 0)
    throw sourceError(
      "source.file_missing",
      `There is no CSV, Parquet, QVD, XLSX or JSON file in "${asked}".`,
    );
  return found;
}

async function entries(folder: string, asked: string): Promise<string[]> {
  const list = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw sourceError("source.file_missing", `"${asked}" is not a folder that can be read.`);
  });
  return list
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Absolute paths a name or pattern means. A pattern stands for names in one folder, not for folders. */
export async function pathsOf(file: string, folder: string | null, policy: Paths): Promise<string[]> {
  const isUpload = file.startsWith("upload:");
  const full = folder === null || isUpload ? file : join(folder, file);
  if (!PATTERN.test(basename(file))) return [await plainFile(full, file, policy)];
  if (PATTERN.test(dirname(file)) || /[[\]{}]/.test(file))
    throw sourceError(
      "source.file_missing",
      `"${file}" can't be used: only * and ? in the file's own name are patterns.`,
    );
  const parent = isUpload ? "upload:." : dirname(full);
  const expression = new RegExp(
    `^${basename(full.replace(/^upload:/, ""))
      .replace(/[.+^$()|\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );
  const names = (await entries(await policy.resolvePath(parent), dirname(file))).filter((n) =>
    expression.test(n),
  );
  if (names.length === 0)
    throw sourceError("source.file_missing", `No file matches "${file}".`, { params: { file } });
  return Promise.all(
    names.map((name) => plainFile(isUpload ? `upload:${name}` : join(parent, name), name, policy)),
  );
}

async function plainFile(path: string, asked: string, policy: Paths): Promise<string> {
  const real = await policy.resolvePath(path);
  if (PATTERN.test(real))
    throw sourceError(
      "source.file_missing",
      `"${asked}" can't be read: its path has one of * ? [ ] { } in it.`,
      {
        advice: "Rename the file or folder.",
      },
    );
  return real;
}
