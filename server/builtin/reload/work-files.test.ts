import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codesPath, earlierCodesPath, removeWork, sweepWork, workFiles } from "./work-files";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-work-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** All an attempt may leave when it is ended, what it was unsealing among it. */
async function leave(generation: string, attempt: number) {
  const { file } = workFiles(folder, generation, attempt);
  const codes = [codesPath(file), earlierCodesPath(file)];
  for (const path of [
    file,
    `${file}.wal`,
    ...codes,
    `${file}.Ab-9_x.part`,
    `${earlierCodesPath(file)}.k2.part`,
  ])
    await writeFile(path, "plain");
  return { file };
}

test("nothing of an attempt stays, however it ended, and nothing of others goes", async () => {
  const first = await leave("g1", 1);
  const others = [await leave("g1", 11), await leave("g10", 1)];
  await writeFile(join(folder, "g1.tgen"), "sealed");
  expect(await readdir(folder)).toHaveLength(19);
  await removeWork(first);
  expect(await readdir(folder)).toHaveLength(13);
  expect(await sweepWork(folder)).toBe(6 * others.length);
  expect(await readdir(folder)).toEqual(["g1.tgen"]);
});
