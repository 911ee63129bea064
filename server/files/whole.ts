import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type FileRow, uploadFolder } from "./file";

/** The bytes of an uploaded file as they came in; null where they are gone, or a disk has changed them. */
export async function readWhole(
  dataFolder: string,
  tenantId: string,
  { name, sha256: sum }: Pick<FileRow, "name" | "sha256">,
): Promise<Buffer | null> {
  const bytes = await readFile(join(uploadFolder(dataFolder, tenantId), name)).catch(() => null);
  return bytes && createHash("sha256").update(bytes).digest("hex") === sum ? bytes : null;
}
