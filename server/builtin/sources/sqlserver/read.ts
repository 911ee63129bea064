import type { EventEmitter } from "node:events";
import { dialects } from "@/server/platform/dialects";
import { sourceError } from "../errors";
import type { ReadResult, ReadTarget, SourceColumn } from "../port";
import { checkColumnNames, RowSink } from "../rows/row-sink";
import { typeName } from "../rows/storage-type";
import { canBeDerived, type Token } from "./only-select";
import { type Cell, RowTaker } from "./row-taker";
import { type ColumnWriting, writingOf } from "./types";

/** Rows between two progress reports, and between two breaths of the connection. */
const BREATH = 16_384;
/** What a value that is no text takes on average: the driver doesn't say. */
const VALUE_BYTES = 8;

/** The row interface of the driver: a request that has been sent. */
export interface RowRequest extends Pick<EventEmitter, "on" | "off"> {
  pause(): void;
  resume(): void;
  cancel(): void;
}

/** Sends a statement; `done` is called once, when its last row was handed over or with what stopped it. */
export type SendRequest = (sql: string, done: (error: Error | null) => void) => RowRequest;

export interface Described {
  name: string;
  sourceType: string;
  nullable: boolean;
}

export interface Plan {
  sql: string;
  columns: SourceColumn[];
  writings: ColumnWriting[];
}

/**
 * What to send for a SELECT whose columns the server has described: where the driver would round a column, the SELECT
 * becomes a derived table and the server writes that column as text. An ordered SELECT can't become one.
 */
export function planOf(sql: string, tokens: readonly Token[], described: readonly Described[]): Plan {
  checkColumnNames(described.map((c) => c.name));
  const writings = described.map((c) => writingOf(c.sourceType));
  const columns = described.map((c, i) => ({
    name: c.name,
    sourceType: c.sourceType,
    type: typeName(writings[i]?.storage ?? { kind: "VARCHAR" }),
    nullable: c.nullable,
  }));
  if (!canBeDerived(tokens) || writings.every((w) => w.cast === undefined)) return { sql, columns, writings };
  const names = writings.map((_, i) => `c${i}`);
  const list = writings.map((w, i) => `${w.cast?.(`q.c${i}`) ?? `q.c${i}`} AS c${i}`);
  const wrapped = `SELECT ${list.join(", ")} FROM (\n${sql}\n) AS ${dialects.sqlserver.identifier("q")} (${names.join(", ")})`;
  return { sql: wrapped, columns, writings };
}

/**
 * Takes the rows of a plan into a table. The request is paused while a batch is reported, so that the driver never
 * reads ahead of what is stored.
 * @param timeoutMs the request is canceled then
 */
export async function takeRows(
  send: SendRequest,
  plan: Plan,
  target: ReadTarget,
  timeoutMs: number,
): Promise<ReadResult> {
  const { columns, writings } = plan;
  target.onColumns?.(columns);
  target.signal.throwIfAborted();
  const sink = await RowSink.create(
    target,
    columns,
    writings.map((w) => w.storage),
  );
  const taker = new RowTaker(writings, sink.writer);
  let bytes = 0;
  try {
    await run(send, plan.sql, target, timeoutMs, (cells, request) => {
      taker.row(cells);
      for (const { value } of cells) bytes += valueBytes(value);
      sink.countRow(bytes);
      if (sink.rows % BREATH !== 0) return null;
      request.pause();
      return sink.breathe(bytes).then(() => request.resume());
    });
    await sink.finish(bytes);
    return { rows: sink.rows, bytes, columns, warnings: warnings(columns, taker) };
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

function valueBytes(value: unknown): number {
  return typeof value === "string" || Buffer.isBuffer(value) ? value.length : VALUE_BYTES;
}

type OnRow = (cells: readonly Cell[], request: RowRequest) => Promise<void> | null;

function run(
  send: SendRequest,
  sql: string,
  target: ReadTarget,
  timeoutMs: number,
  onRow: OnRow,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: { error: unknown } | null = null;
    const fail = (error: unknown) => {
      if (failure) return;
      failure = { error };
      request.cancel();
      request.resume();
    };
    const stop = () => fail(target.signal.reason);
    const timer = setTimeout(
      () => fail(sourceError("source.timeout", "The SELECT took longer than its time limit.")),
      Math.min(Math.max(1, timeoutMs), 2 ** 31 - 1),
    );
    const row = (cells: readonly Cell[]) => {
      if (failure) return;
      try {
        onRow(cells, request)?.catch(fail);
      } catch (error) {
        fail(error);
      }
    };
    const request = send(sql, (error) => {
      clearTimeout(timer);
      target.signal.removeEventListener("abort", stop);
      if (failure) reject(failure.error);
      else if (error) reject(error);
      else resolve();
    });
    request.on("row", row);
    target.signal.addEventListener("abort", stop, { once: true });
  });
}

function warnings(columns: readonly SourceColumn[], { unfit, rounded }: RowTaker): string[] {
  const values = (count: number) => (count === 1 ? "1 value" : `${count.toLocaleString("en")} values`);
  return columns.flatMap(({ name, type, sourceType }, i) => {
    const lost = unfit[i] ?? 0;
    const shortened = rounded[i] ?? 0;
    return [
      ...(lost > 0 ? [`${values(lost)} of "${name}" did not fit ${type} and became empty.`] : []),
      ...(shortened > 0
        ? [
            `${values(shortened)} of "${name}" (${sourceType}) have more digits than the driver keeps and may be rounded; leave out ORDER BY and WITH of the SELECT to keep them.`,
          ]
        : []),
    ];
  });
}
