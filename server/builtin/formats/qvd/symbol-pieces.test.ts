import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { QvdFile } from "./file";
import { symbolPieces } from "./symbol-pieces";
import { textOf } from "./symbols";
import { QvdWriter } from "./writer";

it("a field's symbols in pieces are those of the whole", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tenantry-pieces-"));
  const path = join(folder, "a.qvd");
  const numbers = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? null : i % 5 === 0 ? i / 8 : i));
  const texts = numbers.map((n, i) => (n === null || i % 7 === 0 ? "é".repeat(i % 90) : null));
  const writer = await QvdWriter.create(path, { tableName: "T", createdUtc: "", records: 0 });
  const format = { type: "UNKNOWN", decimals: 0, format: "", decimalSep: "", thousandSep: "" };
  async function* values() {
    yield { numbers, texts };
  }
  await writer.field({ name: "F", format, nullable: false }, values());
  await writer.beginRecords();
  await writer.finish();
  const file = await QvdFile.open(path);
  const [field] = file.header.fields;
  if (!field) throw new Error("no field");
  for (const bytes of [1, 7, 64, 1000, 1_000_000]) {
    const found: unknown[] = [];
    for await (const piece of symbolPieces(file, field, bytes))
      for (let i = 0; i < piece.count; i++) found.push([piece.kinds[i], piece.numbers[i], textOf(piece, i)]);
    const whole = await file.symbols(field);
    expect(found).toEqual(numbers.map((_, i) => [whole.kinds[i], whole.numbers[i], textOf(whole, i)]));
  }
  const wrong = { ...field, symbols: field.symbols + 1 };
  const readWrong = async () => {
    for await (const piece of symbolPieces(file, wrong)) expect(piece.count).toBeGreaterThan(0);
  };
  await expect(readWrong()).rejects.toThrow(/other values/);
  await file.close();
  await rm(folder, { recursive: true });
});
