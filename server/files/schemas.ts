import { z } from "zod";
import { pageInput } from "@/server/shared/pagination";

/** Inputs of the file verbs. Browser-safe. */
export const FILE_TYPES = {
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  txt: "text/plain",
  parquet: "application/vnd.apache.parquet",
  qvd: "application/octet-stream",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json",
  jsonl: "application/x-ndjson",
  sqlite: "application/vnd.sqlite3",
  db: "application/vnd.sqlite3",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
} as const;

/** Pictures: the only uploads that are shown. No SVG, which may hold a script. */
export const IMAGE_TYPES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp"]);

export type FileExtension = keyof typeof FILE_TYPES;

/** A name without folders: what a connection calls `upload:<name>`. */
export const fileName = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9 _.()-]*\.(csv|tsv|txt|parquet|qvd|xlsx|jsonl?|sqlite|db|png|jpe?g|webp)$/i,
    "is a plain file name that ends in .csv, .tsv, .txt, .parquet, .qvd, .xlsx, .json, .jsonl, .sqlite, .db, .png, .jpg or .webp",
  );

export const uploadFileInput = z.strictObject({ tenantId: z.string(), name: fileName });
export const listFilesInput = z.strictObject({ ...pageInput, tenantId: z.string().optional() });
export const fileIdInput = z.strictObject({ id: z.string().min(1).max(60) });
