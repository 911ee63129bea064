import { type FileHandle, open } from "node:fs/promises";
import type { Version } from "./format";
import {
  behind,
  joined,
  lengths,
  type PlainChanges,
  type PlainFiles,
  type Reading,
  startOfChanges,
} from "./members";
import { withoutZeros } from "./zeros";

/** Opens what is to be sealed for as long as `work` runs. */
export async function reading<T>(
  plain: string | PlainFiles,
  work: (from: Reading, version: Version) => Promise<T>,
): Promise<T> {
  if (typeof plain === "string") return opened(plain, (file) => work(file, 1));
  return opened(plain.database, (database) => {
    const sealed = async (codes: FileHandle | null) => {
      const start = lengths((await database.stat()).size, codes ? (await codes.stat()).size : 0);
      return work(joined(start, [withoutZeros(database), ...(codes ? [codes] : [])]), 3);
    };
    return plain.codes ? opened(plain.codes, sealed) : sealed(null);
  });
}

/** Opens the changes to be sealed for as long as `work` runs. */
export async function readingChanges<T>(
  { log, codes, base }: PlainChanges,
  work: (from: Reading) => Promise<T>,
): Promise<T> {
  return opened(log, async (file) => {
    const { size } = await file.stat();
    if (!codes) return work(joined(startOfChanges(size, 0, base), [file]));
    return opened(codes, async (tables) => {
      const start = startOfChanges(size, (await tables.stat()).size, base);
      return work(joined(start, [file, behind(tables, base.codes)]));
    });
  });
}

async function opened<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, "r");
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
