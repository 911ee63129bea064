import { open } from "node:fs/promises";
import { basename } from "node:path";
import { sourceError } from "../errors";

/** How a file is read: DuckDB reads CSV and Parquet itself, the others are read by the load script's readers. */
export type FileKind = "csv" | "parquet" | "qvd" | "xlsx" | "json";

export type ConvertedKind = Exclude<FileKind, "csv" | "parquet">;

/** Names of files that DuckDB reads itself. */
export const DATA = /\.(csv|tsv|txt|parquet|pq)(\.(gz|zst))?$/i;
const PARQUET = /\.(parquet|pq)$/i;
/** Names of files of the other kinds. */
export const CONVERTED = /\.(qvd|xlsx|json|jsonl|ndjson)$/i;

export const FORMAT_NAMES: Record<FileKind, string> = {
  csv: "CSV",
  parquet: "Parquet",
  qvd: "QVD",
  xlsx: "XLSX",
  json: "JSON",
};

const HEAD_BYTES = 512;

export function isConverted(kind: FileKind): kind is ConvertedKind {
  return kind !== "csv" && kind !== "parquet";
}

/** CSV or Parquet, by content, since names lie: Parquet files begin with PAR1. One of that name is never taken for text. */
export async function formatOf(path: string): Promise<"csv" | "parquet"> {
  const isParquet = (await headOf(path)).startsWith("PAR1") || PARQUET.test(basename(path));
  return isParquet ? "parquet" : "csv";
}

/**
 * The kind of a file by how it begins; by its name where that tells nothing, so that a cut or wrong Parquet, QVD, XLSX or
 * JSON file is refused as such and not taken for text.
 */
export async function kindOf(path: string): Promise<FileKind> {
  const head = await headOf(path);
  if (head.startsWith("PAR1")) return "parquet";
  if (/^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<QvdTableHeader/.test(head)) return "qvd";
  const ending = CONVERTED.exec(basename(path))?.[1]?.toLowerCase();
  if (ending === "qvd" || ending === "xlsx") return ending;
  if (head.startsWith("PK\x03\x04") && !DATA.test(basename(path))) return "xlsx";
  if (ending === undefined) return PARQUET.test(basename(path)) ? "parquet" : "csv";
  return "json";
}

async function headOf(path: string): Promise<string> {
  const file = await open(path).catch(() => {
    throw sourceError("source.permission", `"${basename(path)}" can't be read.`, {
      advice: "Give this program the right to read it.",
    });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}
