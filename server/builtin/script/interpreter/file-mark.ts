import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import type { Settings } from "../settings";

/** Tells a file as it is now from any other, and from itself once it was written again; undefined where there is none. */
export async function fileMark(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && [found.dev, found.ino, found.size, found.mtimeNs].join(":");
}

/** Hash of the formats by which values are written and read. */
export function settingsMark({ now, zone, ...formats }: Settings): string {
  return createHash("sha256").update(JSON.stringify(formats)).digest("hex").slice(0, 16);
}
