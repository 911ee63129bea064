import { join } from "node:path";
import type { Schema } from "@/db/schema";

export type FileRow = Schema["files"]["$inferSelect"];

/** An uploaded file, as the API and the portal show it. */
export type UploadedFile = FileRow & {
  /** What a connection writes to read it. */
  path: string;
};

export function toFile(row: FileRow): UploadedFile {
  return { ...row, path: `upload:${row.name}` };
}

/** Folder of one tenant's uploads. The id was checked by a scope. */
export function uploadFolder(dataFolder: string, tenantId: string): string {
  return join(dataFolder, "uploads", tenantId);
}
