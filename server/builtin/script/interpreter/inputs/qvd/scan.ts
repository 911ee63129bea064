import type { QvdFile } from "@/server/builtin/formats/qvd/file";
import type { QvdField } from "@/server/builtin/formats/qvd/header";
import type { ChunkSource, GiveChunk } from "@/server/builtin/sources/rows/chunk-function";
import type { StorageType } from "@/server/builtin/sources/rows/storage-type";
import { QvdCursor } from "./cursor";
import type { UnknownRows } from "./unknown-rows";
import type { ValueTable } from "./value-table";

export interface ScanOptions {
  /** Rows to give. */
  most: number;
  /** The only ones of them to give. */
  only?: UnknownRows | undefined;
  /** Told the bytes of records, the first time they are read. */
  onBytes(bytes: number): void;
  failed(error: unknown): string;
}

/** A column of a scan: a field's codes through a table of its values. */
export interface ScanColumn {
  field: QvdField;
  table: ValueTable;
}

/** The records of a QVD as columns for SQL, and behind them a last one: each row's number from 0. */
export class QvdScan implements ChunkSource {
  readonly types: StorageType[];
  readonly rows?: number;
  readonly failed: (error: unknown) => string;
  private readonly cursors: QvdCursor[] = [];
  /** Records ever read. */
  private reached = 0;

  constructor(
    private readonly file: QvdFile,
    private readonly columns: readonly ScanColumn[],
    private readonly options: ScanOptions,
  ) {
    this.types = [...columns.map(({ table }) => ({ kind: table.type })), { kind: "BIGINT" }];
    if (!options.only) this.rows = Math.min(file.header.records, options.most);
    this.failed = options.failed;
  }

  open(wanted: readonly number[]): GiveChunk {
    const { columns, options } = this;
    const rows = Math.min(this.file.header.records, options.most);
    const cursor = new QvdCursor(
      this.file,
      wanted.map((index) => columns[index] ?? (index === columns.length ? "number" : "none")),
      { rows, only: options.only, onRecords: (records) => this.count(records) },
    );
    this.cursors.push(cursor);
    return ({ chunk }) => cursor.give(chunk);
  }

  private count(records: number): void {
    if (records <= this.reached) return;
    this.options.onBytes((records - this.reached) * this.file.header.recordBytes);
    this.reached = records;
  }

  async close(): Promise<void> {
    for (const cursor of this.cursors) cursor.stop();
    await this.file.close();
  }
}
