import { readFile } from "node:fs/promises";
import { expect } from "vitest";

import { QvdFile } from "../file";
import type { QvdHeader } from "../header";
import { readOurselves, writeColumns } from "./columns";
import { extendPath } from "./extend-path";
import { type Change, changed, columnOf, extensionOf, type Rows } from "./extension";
import { readPlainly } from "./plain-reader";

/** Extends a file that holds a table, and compares the new one with what our writer makes of the same rows. */
export async function expectExtended(
  from: string,
  to: string,
  table: readonly Rows[],
  change: Change,
): Promise<Rows[]> {
  expect(await extendPath(from, to, extensionOf(table, change))).toBe(true);
  const after = changed(table, change);
  const rows = after.map((field) => field.rows);
  expect(await readOurselves(to)).toEqual(rows);
  const second = readPlainly(await readFile(to));
  expect(second.fields).toEqual(after.map((field) => ({ name: field.name, values: field.rows })));
  const written = await headerOf(await writeColumns(`${from}.whole.qvd`, "Next", after.map(columnOf)));
  const found = await headerOf(to);
  expect(found).toMatchObject({ tableName: "Next", createdUtc: "2026-02-03 04:05:06" });
  for (const [i, { bias, bitWidth, ...field }] of found.fields.entries()) {
    const { name, format, tags, symbols, length, ...wanted } = written.fields[i]!;
    expect(field).toMatchObject({ name, format, tags, symbols, length });
    // Of a field that was NULL in records that are left out it is not known whether it still is in others.
    if (wanted.bias !== bias) expect(after[i]?.rows).not.toContain(null);
    else expect(bitWidth).toBe(wanted.bitWidth);
  }
  return after;
}

async function headerOf(path: string): Promise<QvdHeader> {
  const file = await QvdFile.open(path);
  await file.close();
  return file.header;
}
