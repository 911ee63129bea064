import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { safePart } from "@/server/builtin/files/paths";

/** Names of one attempt's working files; no two attempts share one. */
export function workFiles(
  scratch: string,
  generation: string,
  attempt: number,
): { file: string; spill: string } {
  const file = join(scratch, `${safePart(generation)}.${attempt}.duckdb.tmp`);
  return { file, spill: `${file}.spill` };
}

/** Where an attempt puts the code tables of its working file. */
export function codesPath(file: string): string {
  return `${file}.codes`;
}

/** Where the code tables of the generation before lie meanwhile. */
export function earlierCodesPath(file: string): string {
  return `${codesPath(file)}.before`;
}

/** Removes what one attempt left. */
export async function removeWork(files: { file: string; spill: string }): Promise<void> {
  for (const path of [
    files.file,
    `${files.file}.wal`,
    codesPath(files.file),
    earlierCodesPath(files.file),
    files.spill,
  ])
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

const WORK = /\.duckdb\.tmp(\.wal|\.codes|\.codes\.before|\.spill)?$/;

/** Removes the working files of attempts whose process is gone. To be called before any reload starts. */
export async function sweepWork(scratch: string): Promise<number> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const left = (await readdir(scratch)).filter((name) => WORK.test(name));
  for (const name of left) await rm(join(scratch, name), { recursive: true, force: true });
  return left.length;
}
