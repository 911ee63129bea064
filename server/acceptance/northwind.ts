import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect } from "vitest";
import { NORTHWIND_QUESTIONS } from "@/db/fixtures/northwind/questions";
import { northwindTemplate } from "@/db/fixtures/northwind/tenants";
import type { CellValue, QueryResult } from "@/server/platform/model";
import type { PortalProcess } from "@/server/testing/portal-process";

interface Run {
  id: string;
  state: string;
  result: string | null;
  error: unknown;
}

/** The template's folder as the API takes it. */
export function templateFiles(folder = northwindTemplate()) {
  return (readdirSync(folder, { recursive: true, withFileTypes: true }) as import("node:fs").Dirent[])
    .filter((f) => f.isFile())
    .map((f) => {
      const file = join(f.parentPath, f.name);
      return { path: file.slice(folder.length + 1), content: readFileSync(file).toString("base64") };
    });
}

export function sourceFolder(data: string): string {
  const folder = `${data}-source`;
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Waits for a run's end by asking; the portal may be restarted meanwhile. */
export async function ended(portal: PortalProcess, run: string, timeoutMs = 60_000): Promise<Run> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const now = await portal.call<Run>("GET", `/runs/${run}`);
    if (["succeeded", "failed", "cancelled", "undone", "undo-failed"].includes(now.state)) return now;
    if (Date.now() > until)
      throw new Error(`run ${run} is still ${now.state}\n${portal.output().slice(-3000)}`);
    await new Promise((done) => setTimeout(done, 150));
  }
}

const plain = (value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);

/** NULL last, numbers by value, texts by code point: the order both sides are brought into. */
function byDimensions(columns: number) {
  const key = (row: unknown[]) => JSON.stringify(row.slice(0, columns));
  return (a: unknown[], b: unknown[]) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

/** Numbers to 1e-9 relative, everything else exactly. */
export function sameRows(found: CellValue[][], wanted: unknown[][], dimensions: number): void {
  expect(found.length).toBe(wanted.length);
  const [a, b] = [[...found].sort(byDimensions(dimensions)), [...wanted].sort(byDimensions(dimensions))];
  for (const [i, row] of a.entries()) {
    for (const [j, cell] of row.entries()) {
      const other = plain(b[i]?.[j]);
      const isMeasure = j >= dimensions && typeof other === "number" && cell !== null;
      if (!isMeasure) expect([i, j, cell]).toEqual([i, j, other]);
      else expect(Math.abs(Number(cell) - other)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(other)));
    }
  }
}

/** Asks the published app all questions and compares each with plain SQL on the source. */
export async function compareWithSql(
  portal: PortalProcess,
  tenant: string,
  sql: (text: string) => Promise<unknown[][]>,
): Promise<number> {
  const { items } = await portal.call<{ items: { id: string }[] }>("GET", `/apps?tenant=${tenant}`);
  const app = items[0]?.id ?? "";
  for (const question of NORTHWIND_QUESTIONS) {
    const body = { limit: 10_000, ...question.query };
    const answer = await portal.call<QueryResult>("POST", `/apps/${app}/query`, body);
    sameRows(answer.rows, await sql(question.sql), question.query.dimensions.length);
  }
  return NORTHWIND_QUESTIONS.length;
}

/** Plain SQL on a SQLite file. */
export function sqliteSql(file: string): (text: string) => Promise<unknown[][]> {
  return async (text) => {
    const db = new Sqlite(file, { readonly: true });
    try {
      return db.prepare(text).raw().all() as unknown[][];
    } finally {
      db.close();
    }
  };
}
