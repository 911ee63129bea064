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
  ["something odd", "failed", "internal"],
])("%s", (message, state, code) => {
  expect(failureOf(new Error(message), job, [], false)).toMatchObject({ state, error: { code } });
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
