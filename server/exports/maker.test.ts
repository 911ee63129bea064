import readXlsxFile from "read-excel-file/node";
import { beforeAll, expect, test } from "vitest";
import { fileSource } from "@/components/exports/testing/source";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import type { Batch } from "@/server/platform/model";
import { AppError } from "@/server/shared/errors";
import { type Making, makeFile } from "./maker";
import { type ExportInput, exportInput } from "./schemas";

let entry: Awaited<ReturnType<typeof bundledEntry>>;
beforeAll(async () => {
  entry = await bundledEntry("exports");
});

async function making(input: ExportInput, change: Partial<Making> = {}): Promise<Making> {
  const { document, ask } = await fileSource();
  return {
    wish: exportInput.parse(input),
    document,
    now: new Date("2026-11-21T12:00:00Z"),
    ask,
    entry,
    ...change,
  };
}

test("a file is made in a process that asks for every figure, and tells how far it is", async () => {
  const { ask } = await fileSource();
  const asked: Batch[] = [];
  const progress: number[] = [];
  const selections = { Region: ["DACH"] };
  const file = await makeFile(
    await making(
      { kind: "xlsx", sheet: "details", selections },
      {
        ask: (batch) => {
          asked.push(batch);
          return ask(batch);
        },
        onProgress: (done, of) => progress.push(done / of),
      },
    ),
  );
  expect(asked.map((batch) => batch.selections)).toEqual(asked.map(() => selections));
  expect(asked.length).toBeGreaterThan(0);
  expect(progress.at(-1)).toBe(1);
  const tabs = await readXlsxFile(Buffer.from(file.bytes));
  expect(tabs.map((tab) => tab.sheet)).toEqual(["Sales by category and region", "Every product"]);
});

test("a question that is refused is the file's failure, in its own words", async () => {
  const refusal = new AppError("forbidden", "query.no_access", "You may not see this.");
  const ask = () => Promise.reject(refusal);
  await expect(
    makeFile(await making({ kind: "csv", sheet: "details", object: "product-list" }, { ask })),
  ).rejects.toBe(refusal);
});

test("what nobody waits for any more is given up, and its process ends", async () => {
  const gone = new AbortController();
  const ask = () => {
    gone.abort(new Error("left"));
    return new Promise<never>(() => undefined);
  };
  const input: ExportInput = { kind: "xlsx", sheet: "details" };
  await expect(makeFile(await making(input, { ask, signal: gone.signal }))).rejects.toThrow("left");
});

test("an input names a real zone and language, and no more than a reader can have done", () => {
  const good: ExportInput = { kind: "pdf", sheet: "s", zone: "Europe/Warsaw", language: "de-AT" };
  expect(exportInput.safeParse(good).success).toBe(true);
  for (const bad of [
    { zone: "Mars/Base" },
    { language: "../en" },
    { language: "en-12" },
    { language: "en-abcde-abcde" },
    { kind: "exe" },
    { paper: "a0" },
    { object: "" },
  ])
    expect(exportInput.safeParse({ ...good, ...bad }).success).toBe(false);
  const local = { t: { sort: { column: 1, order: "asc" as const }, page: 9 } };
  expect(exportInput.parse({ ...good, local }).local).toEqual({ t: { sort: local.t.sort } });
});
