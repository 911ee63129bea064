import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SourceColumn } from "../port";
import { RowSink } from "./row-sink";
import type { StorageType } from "./storage-type";

let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeEach(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  db = await instance.connect();
});
afterEach(() => {
  db.closeSync();
  instance.closeSync();
});

const TYPES: StorageType[] = [{ kind: "BIGINT" }, { kind: "VARCHAR" }];
const COLUMNS = TYPES.map(({ kind }, i): SourceColumn => {
  return { name: `c${i}`, sourceType: kind, type: kind, nullable: true };
});

function sinkFor(table: string, signal = new AbortController().signal): Promise<RowSink> {
  return RowSink.create({ db, table, signal, onRows: () => {}, maxRows: 1e9 }, COLUMNS, TYPES);
}

function put(sink: RowSink, row: number): void {
  sink.writer.setInt64(0, row);
  if (row % 7 === 0) sink.writer.setNull(1);
  else sink.writer.setText(1, `a text of its own, for row ${row}`);
  sink.writer.endRow();
  sink.countRow();
}

async function rowsOf(sql: string): Promise<unknown[]> {
  return (await db.runAndReadAll(sql)).getRowsJson()[0] ?? [];
}

describe("rows written into a new table", () => {
  test("are all there in their order, whether the source waits or not", async () => {
    const rows = 150_001;
    for (const waits of [true, false]) {
      const sink = await sinkFor(`waits_${waits}`);
      for (let row = 0; row < rows; row++) {
        put(sink, row);
        if (waits && row % 2048 === 0) await sink.breathe(0);
      }
      await sink.finish(0);
      const wrong = `count(*) FILTER (c0 <> rowid OR c1 IS DISTINCT FROM
        CASE WHEN c0 % 7 = 0 THEN NULL ELSE 'a text of its own, for row ' || c0 END)`;
      expect(await rowsOf(`SELECT count(*)::INTEGER, (${wrong})::INTEGER FROM waits_${waits}`)).toEqual([
        rows,
        0,
      ]);
    }
  });

  test("hold a stream back while DuckDB is behind, and let it go on", async () => {
    const sink = await sinkFor("t");
    const calls: string[] = [];
    const resumed = new Promise<void>((resolve) => {
      const flow = {
        pause: () => calls.push("pause"),
        resume: () => {
          calls.push("resume");
          resolve();
        },
      };
      for (let row = 0; calls.length === 0; row++) {
        put(sink, row);
        sink.holdBack(flow);
      }
      sink.holdBack(flow);
    });
    expect(calls).toEqual(["pause"]);
    await resumed;
    await sink.finish(0);
    expect(calls).toEqual(["pause", "resume"]);
    expect(await rowsOf("SELECT count(*)::INTEGER FROM t")).toEqual([sink.rows]);
  });

  test("leave no table, no transaction and the settings as they were when they are discarded in between", async () => {
    const sink = await sinkFor("t");
    for (let row = 0; row < 60_000; row++) put(sink, row);
    await sink.discard();
    expect(
      await rowsOf(`SELECT count(*)::INTEGER, current_setting('threads')::INTEGER,
        current_setting('write_buffer_row_group_count')::INTEGER FROM duckdb_tables()`),
    ).toEqual([0, 2, 5]);
    const next = await sinkFor("t");
    put(next, 1);
    await next.finish(0);
    expect(await rowsOf("SELECT c1, current_setting('threads')::INTEGER FROM t")).toEqual([
      "a text of its own, for row 1",
      2,
    ]);
  });

  test("are there as a table even if there is none", async () => {
    await (await sinkFor("t")).finish(0);
    expect(await rowsOf("SELECT count(*)::INTEGER FROM t")).toEqual([0]);
  });

  test("make a dictionary of texts that repeat, none of those that hardly do", async () => {
    // Nothing in memory is compressed.
    const folder = mkdtempSync(join(tmpdir(), "tenantry-rows-"));
    await db.run(`ATTACH '${join(folder, "rows.duckdb")}' AS file`);
    await db.run("USE file");
    for (const [table, distinct] of [
      ["few", 5],
      ["many", 1e9],
    ] as const) {
      const sink = await sinkFor(table);
      for (let row = 0; row < 150_000; row++) {
        sink.writer.setInt64(0, row);
        sink.writer.setText(1, `a text of its own, for row ${row % distinct}`);
        sink.writer.endRow();
      }
      await sink.finish(0);
    }
    const how = (table: string) =>
      rowsOf(`SELECT list(DISTINCT compression ORDER BY compression) FROM pragma_storage_info('${table}')
        WHERE column_name = 'c1' AND segment_type = 'VARCHAR'`);
    expect(await how("few")).toEqual([["Dictionary"]]);
    expect(await how("many")).toEqual([["FSST"]]);
    await db.run("USE memory");
    await db.run("DETACH file");
    rmSync(folder, { recursive: true });
  });

  test("end with DuckDB's own error where they don't fit its memory", async () => {
    await db.run("SET memory_limit = '20MB'");
    await db.run("SET max_temp_directory_size = '0B'");
    const sink = await sinkFor("t");
    const fill = async () => {
      for (let row = 0; row < 2_000_000; row++) {
        put(sink, row);
        if (row % 2048 === 0) await sink.breathe(0);
      }
      await sink.finish(0);
    };
    await expect(fill()).rejects.toThrow(/Out of Memory/);
    await sink.discard();
    expect(await rowsOf("SELECT count(*)::INTEGER FROM duckdb_tables()")).toEqual([0]);
  });
});
