import type { FieldDef } from "pg";
import { sourceError } from "../errors";
import type { ReadResult, ReadTarget, SourceColumn } from "../port";
import { checkBytes, checkColumnNames, RowSink } from "../rows/row-sink";
import { typeName } from "../rows/storage-type";
import { type Connected, cancelQuery } from "./connect";
import { CopyDecoder } from "./copy-decoder";
import { CopyOut } from "./copy-out";
import { describe } from "./describe";
import { type ColumnReading, readingOf } from "./types";

/** Rows between two progress reports. */
const BREATH = 16_384;

interface Plan {
  /** The statement to copy. */
  copy: string;
  columns: SourceColumn[];
  readings: ColumnReading[];
}

/**
 * Copies a SELECT's rows in PostgreSQL's binary format, inside the read-only transaction the caller has begun.
 * @param sql one SELECT without a final semicolon
 */
export async function readRows(connected: Connected, sql: string, target: ReadTarget): Promise<ReadResult> {
  const plan = await planOf(connected, sql);
  target.onColumns?.(plan.columns);
  const sink = await RowSink.create(
    target,
    plan.columns,
    plan.readings.map((r) => r.storage),
  );
  let bytes = 0;
  let told = 0;
  const decoder = new CopyDecoder(plan.readings, sink.writer, (count) => sink.countRows(count));
  const copy = new CopyOut(plan.copy, {
    onData(chunk, start, end) {
      decoder.push(chunk, start, end);
      bytes += end - start;
    },
    onRead() {
      decoder.flush();
      checkBytes(bytes, target);
      sink.holdBack(copy);
      if (sink.rows - told < BREATH) return;
      told = sink.rows;
      target.onRows({ rows: sink.rows, bytes });
    },
  });
  const stop = () => copy.stop(target.signal.reason);
  target.signal.addEventListener("abort", stop, { once: true });
  try {
    target.signal.throwIfAborted();
    connected.client.query(copy);
    await copy.done;
    if (!decoder.complete)
      throw sourceError("source.lost", "The database ended the transfer before its last row.");
    await sink.finish(bytes);
    return { rows: sink.rows, bytes, columns: plan.columns, warnings: warnings(plan, decoder) };
  } catch (error) {
    await Promise.all([abandon(connected), sink.discard()]);
    throw error;
  } finally {
    target.signal.removeEventListener("abort", stop);
  }
}

/** The stream was left half read: the server is told, and the connection, of no use any more, is closed. */
async function abandon(connected: Connected): Promise<void> {
  await cancelQuery(connected);
  connected.socket.destroy();
}

async function planOf({ client }: Connected, sql: string): Promise<Plan> {
  const fields = await describe(client, sql);
  if (!fields) throw sourceError("source.read_only", "Sources are only read: this statement gives no rows.");
  checkColumnNames(fields.map((f) => f.name));
  const names = await typeNames(client, fields);
  const readings = fields.map((f) => readingOf(f.dataTypeID, f.dataTypeModifier));
  const columns = fields.map((f, i) => ({
    name: f.name,
    sourceType: names[i] ?? "",
    type: typeName(readings[i]?.storage ?? { kind: "VARCHAR" }),
    nullable: true,
  }));
  return { columns, readings, copy: `COPY (${withCasts(sql, readings)}) TO STDOUT (FORMAT binary)` };
}

/** Wraps the SELECT only where a column needs a cast. Line ends keep a final comment from taking the bracket. */
function withCasts(sql: string, readings: readonly ColumnReading[]): string {
  if (readings.every((r) => r.cast === undefined)) return `\n${sql}\n`;
  const names = readings.map((_, i) => `c${i}`);
  const list = readings.map((r, i) => (r.cast ? `c${i}::${r.cast}` : `c${i}`));
  return `SELECT ${list.join(", ")} FROM (\n${sql}\n) AS q(${names.join(", ")})`;
}

async function typeNames(client: Connected["client"], fields: FieldDef[]): Promise<string[]> {
  const result = await client.query<{ name: string }>(
    "SELECT format_type(o, m) AS name FROM unnest($1::oid[], $2::int[]) WITH ORDINALITY AS t(o, m, i) ORDER BY i",
    [fields.map((f) => f.dataTypeID), fields.map((f) => f.dataTypeModifier)],
  );
  return result.rows.map((row) => row.name);
}

function warnings({ columns }: Plan, decoder: CopyDecoder): string[] {
  const values = (count: number) => (count === 1 ? "1 value" : `${count.toLocaleString("en")} values`);
  return columns.flatMap(({ name, type, sourceType }, i) => {
    const { unfit = 0, rounded = 0 } = decoder.columns[i] ?? {};
    return [
      ...(unfit > 0
        ? [`${values(unfit)} of "${name}" did not fit ${type} and became empty (NaN, or beyond its range).`]
        : []),
      ...(rounded > 0
        ? [
            `${values(rounded)} of "${name}" (${sourceType}) had more digits than a double holds and were rounded; cast it to numeric(38,6) or the like in the SELECT to keep them.`,
          ]
        : []),
    ];
  });
}
