import { sourceError } from "../errors";
import type { ReadResult, ReadTarget, SourceColumn } from "../port";
import { checkColumnNames, type Flow, RowSink } from "../rows/row-sink";
import { typeName } from "../rows/storage-type";
import { type Connected, cancelQuery } from "./connect";
import { isServerError } from "./failure";
import { RowDecoder } from "./row-decoder";
import { checkOnlyReads, streamRows } from "./stream";
import { type ColumnReading, type FieldDefinition, readingOf, relaxed, sourceTypeOf } from "./types";

/** Rows between two progress reports. */
const BREATH = 16_384;
/** Bytes in front of every row. */
const PACKET_HEADER = 4;

interface Pass {
  result: ReadResult;
  /** Columns that must be read another way. */
  misfits: ReadonlySet<number>;
}

/**
 * Reads a SELECT's rows, inside the read-only transaction the caller has begun. A `TINYINT(1)` with other numbers than
 * 0 and 1, or a `TIME` that is no time of day, is found while reading: the table is thrown away then, and the same
 * snapshot read again with a type that holds all of them.
 * @param sql one SELECT without a final semicolon
 */
export async function readRows(connected: Connected, sql: string, target: ReadTarget): Promise<ReadResult> {
  await checkOnlyReads(connected.connection, sql);
  const first = await readOnce(connected, sql, target, new Set());
  if (first.misfits.size === 0) return first.result;
  return (await readOnce(connected, sql, target, first.misfits)).result;
}

async function readOnce(
  connected: Connected,
  sql: string,
  target: ReadTarget,
  relax: ReadonlySet<number>,
): Promise<Pass> {
  const { connection } = connected;
  let reading: Reader | undefined;
  try {
    target.signal.throwIfAborted();
    await streamRows(connection, sql, {
      signal: target.signal,
      begin: async (fields) => {
        reading = await Reader.begin(fields, target, relax);
      },
      row: (bytes, start, end) => reading?.row(bytes, start, end, connection),
    });
    if (!reading) throw sourceError("source.lost", "The database ended the transfer before its first row.");
    return await reading.end(relax.size === 0);
  } catch (error) {
    // What the server ended itself needs no second connection to be stopped.
    await Promise.all([isServerError(error) ? null : cancelQuery(connected), reading?.discard()]);
    throw error;
  }
}

/** One pass over the rows into a table of its own. */
class Reader {
  private bytes = 0;
  private told = 0;

  private constructor(
    private readonly target: ReadTarget,
    private readonly columns: SourceColumn[],
    private readonly sink: RowSink,
    private readonly decoder: RowDecoder,
  ) {}

  static async begin(fields: FieldDefinition[], target: ReadTarget, relax: ReadonlySet<number>) {
    checkColumnNames(fields.map((f) => f.name));
    const readings = fields.map((field, i) => (relax.has(i) ? relaxed(readingOf(field)) : readingOf(field)));
    const columns = fields.map((field, i) => columnOf(field, readings[i]));
    if (relax.size === 0) target.onColumns?.(columns);
    const sink = await RowSink.create(
      target,
      columns,
      readings.map((r) => r.storage),
    );
    return new Reader(target, columns, sink, new RowDecoder(readings, sink.writer));
  }

  row(bytes: Buffer, start: number, end: number, flow: Flow): void {
    const { sink } = this;
    this.decoder.row(bytes, start);
    this.bytes += end - start + PACKET_HEADER;
    sink.countRow(this.bytes);
    sink.holdBack(flow);
    if (sink.rows - this.told < BREATH) return;
    this.told = sink.rows;
    this.target.onRows({ rows: sink.rows, bytes: this.bytes });
  }

  /** @param mayRepeat columns that didn't fit are given back to be read again, instead of losing those values */
  async end(mayRepeat: boolean): Promise<Pass> {
    const { sink, bytes, columns, decoder } = this;
    const repeat = mayRepeat && decoder.misfits.size > 0;
    if (repeat) await sink.discard();
    else await sink.finish(bytes);
    const result = { rows: sink.rows, bytes, columns, warnings: warnings(columns, decoder) };
    return { result, misfits: repeat ? decoder.misfits : new Set() };
  }

  discard(): Promise<void> {
    return this.sink.discard();
  }
}

/** A result's column as everybody sees it. */
export function columnOf(field: FieldDefinition, reading: ColumnReading = readingOf(field)): SourceColumn {
  return {
    name: field.name,
    sourceType: sourceTypeOf(field),
    type: typeName(reading.storage),
    nullable: (field.flags & 1) === 0,
  };
}

function warnings(columns: readonly SourceColumn[], { unfit, rounded }: RowDecoder): string[] {
  const values = (count: number) => (count === 1 ? "1 value" : `${count.toLocaleString("en")} values`);
  return columns.flatMap(({ name, type, sourceType }, i) => {
    const lost = unfit[i] ?? 0;
    const shortened = rounded[i] ?? 0;
    const cause = type === "DATE" || type === "TIMESTAMP" ? "zero or impossible dates" : "beyond its range";
    return [
      ...(lost > 0 ? [`${values(lost)} of "${name}" did not fit ${type} and became empty (${cause}).`] : []),
      ...(shortened > 0
        ? [
            `${values(shortened)} of "${name}" (${sourceType}) had more digits than a double holds and were rounded; cast it to DECIMAL(38,6) or the like in the SELECT to keep them.`,
          ]
        : []),
    ];
  });
}
