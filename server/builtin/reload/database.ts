import { mkdir } from "node:fs/promises";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { memoryShares } from "./limits";
import type { ReloadJob } from "./messages";

export interface WorkDatabase {
  db: DuckDBConnection;
  /** `DuckDB v1.5.6`: files are read by the version that wrote them. */
  engine: string;
  /** Everything into the file, and the file closed: it can be sealed. */
  finish(): Promise<void>;
  close(): void;
}

/** Threads cost memory each; a small plan gets one. */
function threads(memoryMb: number): number {
  return memoryMb < 512 ? 1 : 2;
}

/** Opens a new working file as its only writer, within the plan's memory and storage. */
export async function openWorkDatabase(job: ReloadJob): Promise<WorkDatabase> {
  await mkdir(job.spill, { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(job.file, {
    memory_limit: `${memoryShares(job.limits.memoryMb).duckdb}MB`,
    threads: String(threads(job.limits.memoryMb)),
    temp_directory: job.spill,
    max_temp_directory_size: `${job.limits.storageMb}MB`,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const db = await instance.connect();
  const version = await db.runAndReadAll("SELECT version()");
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    db.closeSync();
    instance.closeSync();
  };
  return {
    db,
    engine: `DuckDB ${String(version.getRows()[0]?.[0])}`,
    async finish() {
      await db.run("CHECKPOINT");
      close();
    },
    close,
  };
}
