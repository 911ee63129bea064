import { open } from "node:fs/promises";
import { QvdFile } from "@/server/builtin/formats/qvd/file";
import { dialects } from "@/server/platform/dialects";
import type { LockedEngine } from "./engine";
import type { FileTable } from "./tables";

/** Beginning of a CSV file from which the length of its lines is guessed. */
const HEAD_BYTES = 65_536;

/** Exact for Parquet and QVD; for CSV by the length of the first lines; null where that would take a whole read. */
export async function rowsOf(table: FileTable, engine: LockedEngine): Promise<number | null> {
  switch (table.format) {
    case "csv":
      return guessRows(table);
    case "qvd":
      return qvdRows(table);
    case "parquet": {
      const list = table.paths.map(dialects.duckdb.literal).join(", ");
      const { rows } = await engine.rows(`SELECT sum(num_rows) FROM parquet_file_metadata([${list}])`);
      return Number(rows[0]?.[0] ?? 0);
    }
    default:
      return null;
  }
}

/** By the headers alone; null where one is damaged: whoever reads the file is told. */
async function qvdRows({ paths }: FileTable): Promise<number | null> {
  let rows = 0;
  for (const path of paths) {
    const file = await QvdFile.open(path).catch(() => null);
    if (!file) return null;
    rows += file.header.records;
    await file.close();
  }
  return rows;
}

async function guessRows(table: FileTable): Promise<number | null> {
  const [path = ""] = table.paths;
  if (/\.(gz|zst)$/i.test(path)) return null;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead).toString("latin1");
    const lines = head.split("\n").length - 1;
    if (lines < 2) return null;
    return bytesRead < HEAD_BYTES && table.paths.length === 1
      ? lines - 1
      : Math.round((table.bytes / (head.lastIndexOf("\n") + 1)) * lines);
  } finally {
    await file.close();
  }
}
