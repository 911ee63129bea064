import { constants } from "node:os";
import { expect, test } from "vitest";
import { AppError } from "@/server/shared/errors";
import { failureOf } from "./failures";
import { testReload } from "./testing/jobs";

const job = { ...testReload("r1", []).job, file: "", spill: "" };
const secret = "hunter2-hunter2";

test.each([
  ["Out of Memory Error: failed to allocate data of size 32.0 MiB", "limit-exceeded", "reload.memory"],
  ["IO Error: max_temp_directory_size exceeded", "limit-exceeded", "reload.storage"],
  ["ENOSPC: no space left on device, write", "failed", "reload.disk_full"],
  ['IO Error: Could not write file "work": Disk quota exceeded', "failed", "reload.disk_full"],
  ['IO Error: Could not write file "work": File too large', "failed", "reload.disk_full"],
  ['IO Error: Cannot open file "work": Read-only file system', "failed", "generations.unwritable"],
  ['IO Error: Cannot open file "work": Permission denied', "failed", "generations.unwritable"],
  ["FATAL Error: Could not write file: Input/output error", "failed", "generations.unwritable"],
  ["something odd", "failed", "internal"],
])("%s", (message, state, code) => {
  expect(failureOf(new Error(message), job, [], false)).toMatchObject({ state, error: { code } });
});

/** What the system answers, as Node tells it: a quota is among the numbers it has no name for. */
const system = (number: number, code: string) =>
  Object.assign(new Error(`${code}, write`), { errno: -number, code });

test.each([
  [system(constants.errno.EDQUOT, "Unknown system error -122"), "reload.disk_full"],
  [system(constants.errno.EFBIG, "EFBIG"), "reload.disk_full"],
  [system(constants.errno.EROFS, "EROFS"), "generations.unwritable"],
  [system(constants.errno.EIO, "EIO"), "generations.unwritable"],
  [new Error("a step failed", { cause: system(constants.errno.ENOSPC, "ENOSPC") }), "reload.disk_full"],
])("a disk that cannot be written is said to be that, with advice: %s", (error, code) => {
  expect(failureOf(error, job, [], false)).toMatchObject({
    state: "failed",
    error: { code, retryable: true, advice: expect.stringContaining("disk of the data folder") },
  });
});

test("the full disk of a database that is read is not taken for that of the data folder", () => {
  const theirs = Object.assign(new Error('could not extend file "base/1": No space left on device'), {
    code: "53100",
  });
  const error = new AppError("unreachable", "source.busy", `PostgreSQL says: ${theirs.message}.`, {
    cause: theirs,
  });
  expect(failureOf(error, job, [], false)).toMatchObject({ error: { code: "source.busy" } });
});

test("a limit told by a reader ends as limit-exceeded", () => {
  const error = new AppError("limit", "limits.rows", "More than 10 rows.");
  expect(failureOf(error, job, [], false)).toMatchObject({
    state: "limit-exceeded",
    error: { code: "limits.rows" },
  });
});

test("a limit below other causes is found", () => {
  const cause = new Error("Out of Memory Error: could not allocate block of size 256.0 KiB");
  const error = new AppError("failed", "script.syntax", "The statement failed.", { cause });
  expect(failureOf(error, job, [], false)).toMatchObject({ error: { code: "reload.memory" } });
});

test("neither message, advice, parameters nor cause hold a secret", () => {
  const error = new AppError("unreachable", "source.auth", `login with ${secret} failed`, {
    advice: `try another than ${secret}`,
    params: { url: `postgres://u:${secret}@h/db`, line: 3 },
  });
  const failure = failureOf(error, job, [secret], false);
  expect(JSON.stringify(failure)).not.toContain(secret);
  expect(failure.error.params).toMatchObject({ line: 3 });
  expect(JSON.stringify(failureOf(new Error(secret), job, [secret], false))).not.toContain(secret);
});

test("whatever a cancelled reload throws, it was cancelled", () => {
  expect(failureOf(new Error("interrupted"), job, [], true)).toMatchObject({ state: "cancelled" });
});
