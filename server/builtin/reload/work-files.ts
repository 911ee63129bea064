import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
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

/** Where the code tables of the generation before lie meanwhile: changes to it go on with them. */
export function earlierCodesPath(file: string): string {
  return `${codesPath(file)}.before`;
}

/** Removes what one attempt left, and what it had not written whole. */
export async function removeWork({ file }: { file: string }): Promise<void> {
  const [folder, own] = [dirname(file), basename(file)];
  const isOwn = (name: string) => name === own || name.startsWith(`${own}.`);
  for (const name of (await readdir(folder)).filter(isOwn))
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
}

/** Whatever an attempt puts beside its working file is named after it. */
const WORK = /\.duckdb\.tmp(\..+)?$/;

/** Removes the working files of attempts whose process is gone. To be called before any reload starts. */
export async function sweepWork(scratch: string): Promise<number> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const left = (await readdir(scratch)).filter((name) => WORK.test(name));
  for (const name of left) await rm(join(scratch, name), { recursive: true, force: true });
  return left.length;
}
