import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LogFile, logPath, readLog } from "./log-file";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "log-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const line = (message: string) => ({
  at: "2026-01-01T00:00:00Z",
  level: "info" as const,
  source: "test",
  message,
});
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => line(String(from + i)));

test("lines that left memory are read from the file, in order and without a gap", async () => {
  const log = await LogFile.open(logPath(folder, "ten_1", "rel_1"));
  log.append(lines(1, 3000));
  for (const after of [0, 500, 999, 1000, 2999]) {
    const read = await log.read(after);
    expect(read.map((l) => l.seq)).toEqual(Array.from({ length: 3000 - after }, (_, i) => after + i + 1));
    expect(read[0]?.message).toBe(String(after + 1));
  }
  expect(await log.read(3000)).toEqual([]);
  await log.flushed();
});

test("a line cut by a crash is left out, and the next attempt goes on numbering", async () => {
  const path = logPath(folder, "ten_1", "rel_2");
  const first = await LogFile.open(path);
  first.append(lines(1, 2));
  await first.flushed();
  await appendFile(path, '{"seq":3,"at":"20');
  const second = await LogFile.open(path);
  second.append([line("after")]);
  await second.flushed();
  expect((await readLog(path)).map((l) => [l.seq, l.message])).toEqual([
    [1, "1"],
    [2, "2"],
    [3, "after"],
  ]);
});

test("a log that never ends is cut with a word", async () => {
  const log = await LogFile.open(logPath(folder, "ten_1", "rel_3"));
  for (let i = 0; i < 26; i++) log.append(lines(1, 2000));
  const last = await log.read(49_990);
  expect(last.at(-1)).toMatchObject({ seq: 50_000, message: expect.stringContaining("too long") });
  await log.flushed();
});
