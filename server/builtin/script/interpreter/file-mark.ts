import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import type { Settings } from "../settings";

/** Tells a file as it is now from any other, and from itself once it was written again; undefined where there is none. */
export async function fileMark(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && markOf(found);
}

/** Size and times of writing can be set back by whoever writes there; the time of that cannot. */
export function markOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(":");
}

/** Hash of the formats by which values are written and read. */
export function settingsMark({ now, zone, ...formats }: Settings): string {
  return createHash("sha256").update(JSON.stringify(formats)).digest("hex").slice(0, 16);
}
