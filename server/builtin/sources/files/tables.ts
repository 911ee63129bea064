import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { sourceError } from "../errors";
import type { SourcePolicy } from "../port";
import { type FileProperties, tableOf } from "./properties";

/** One table: the same-shaped files it consists of. */
export interface FileTable {
  name: string;
  /** Name of its only file, which names the table too. */
  file?: string;
  /** Absolute, link-free, in order of their names. */
  paths: string[];
  format: "csv" | "parquet";
  bytes: number;
}

/** Names of files that are taken for tables. */
export const DATA = /\.(csv|tsv|txt|parquet|pq)(\.(gz|zst))?$/i;
/** DuckDB reads these in a path as a pattern. */
const PATTERN = /[*?[\]{}]/;

/**
 * The declared files as tables, every path resolved by the policy. Throws `source.file_missing`, `source.forbidden`
 * and `source.type` (a table of CSV and Parquet files).
 */
export async function fileTables(properties: FileProperties, policy: SourcePolicy): Promise<FileTable[]> {
  const folder = properties.folder === undefined ? null : await policy.resolvePath(properties.folder);
  const declared = properties.files ?? (folder ? await wholeFolder(folder, properties.folder ?? "") : {});
  const tables: FileTable[] = [];
  for (const [name, files] of Object.entries(declared)) {
    const paths = new Set<string>();
    for (const file of files) for (const path of await pathsOf(file, folder, policy)) paths.add(path);
    tables.push(await tableFrom(name, [...paths]));
  }
  return tables;
}

async function wholeFolder(folder: string, asked: string): Promise<Record<string, string[]>> {
  const names = (await entries(folder, asked)).filter((name) => DATA.test(name) && !PATTERN.test(name));
  if (names.length === 0)
    throw sourceError("source.file_missing", `There is no CSV or Parquet file in "${asked}".`);
  const found: Record<string, string[]> = Object.create(null);
  for (const name of names) {
    const table = tableOf(name);
    const other = found[table]?.[0];
    if (other !== undefined)
      throw sourceError(
        "source.file_missing",
        `"${other}" and "${name}" would both be the table "${table}".`,
        {
          advice: "Name the files of each table in the connection.",
        },
      );
    found[table] = [name];
  }
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
async function pathsOf(file: string, folder: string | null, policy: SourcePolicy): Promise<string[]> {
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

async function plainFile(path: string, asked: string, policy: SourcePolicy): Promise<string> {
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

async function tableFrom(name: string, paths: string[]): Promise<FileTable> {
  const formats = new Set<FileTable["format"]>();
  let bytes = 0;
  for (const path of paths) {
    const info = await stat(path);
    if (!info.isFile()) throw sourceError("source.file_missing", `"${basename(path)}" is not a file.`);
    bytes += info.size;
    formats.add(await formatOf(path));
  }
  const [format] = formats;
  if (format === undefined || formats.size > 1)
    throw sourceError("source.type", `The table "${name}" mixes CSV and Parquet files.`);
  const [only = "", ...more] = paths;
  return { name, ...(more.length === 0 ? { file: basename(only) } : {}), paths, format, bytes };
}

/** By content, since names lie: Parquet files begin with PAR1. */
export async function formatOf(path: string): Promise<FileTable["format"]> {
  const file = await open(path).catch(() => {
    throw sourceError("source.permission", `"${basename(path)}" can't be read.`, {
      advice: "Give this program the right to read it.",
    });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.toString("latin1") === "PAR1" ? "parquet" : "csv";
  } finally {
    await file.close();
  }
}
