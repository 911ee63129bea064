import { rename, stat } from "node:fs/promises";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { readRows } from "@/server/builtin/associative/rows";
import { logPath } from "@/server/builtin/files/paths";
import { openReadOnly } from "@/server/builtin/host/instance";
import { LEAST_LOG_MEMORY, LOG_MEMORY } from "@/server/builtin/host/limits";
import { quoteName, quoteText } from "@/server/builtin/script/quoting";
import { makeFolder } from "@/server/shared/make-folder";
import { errno } from "@/server/shared/unwritable";
import { memoryShares } from "./limits";
import type { ReloadJob } from "./messages";

export interface WorkDatabase {
  /** Another one once it was compacted. */
  readonly db: DuckDBConnection;
  /** `DuckDB v1.5.6`: files are read by the version that wrote them. */
  engine: string;
  /**
   * Whether all that was done lies in a log beside the file, one that is small beside it. Whoever opens the file reads
   * its log into memory, where all of that stays: it has to be little.
   */
  isLogged(): Promise<boolean>;
  /** Copies the file where much of it is free: what was dropped, deleted or written over stays in it until then. */
  compact(): Promise<void>;
  /** The file closed: it can be sealed with its log. */
  finishLog(): Promise<void>;
  /** Everything into the file, and the file closed, opened again where it was: it can be sealed. */
  finish(): Promise<void>;
  close(): void;
}

/** Blocks that may be free, of all, before a copy is worth it. */
const MOST_FREE = 1 / 4;
/** Smaller files are left as they are: blocks of 256 KiB. */
const FEW_BLOCKS = 32;

/** A longer log, of the file's bytes, takes too long when the generation is opened; up to a mebibyte never does. */
const MOST_LOGGED = 1 / 8;
const LITTLE = 2 ** 20;
/** A log of so many bytes goes into the file when a statement is done: it would not be read in little memory. */
const LONGEST_LOG_MB = 40;
/** What a log that was tried may get behind it: descriptions of the data. */
const UNTRIED = 2 ** 18;

/** Threads cost memory each; a small plan gets one. */
function threads(memoryMb: number): number {
  return memoryMb < 512 ? 1 : 2;
}

/** Opens a new working file as its only writer, within the plan's memory and storage. */
export async function openWorkDatabase(job: ReloadJob): Promise<WorkDatabase> {
  await makeFolder(job.spill);
  const before = await stat(job.file, { bigint: true }).catch(absent);
  let { instance, db } = await open(job);
  /** Bytes of the log that is known to open. */
  let tried = 0;
  const version = await db.runAndReadAll("SELECT version()");
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    db.closeSync();
    instance.closeSync();
  };
  return {
    get db() {
      return db;
    },
    engine: `DuckDB ${String(version.getRows()[0]?.[0])}`,
    async isLogged() {
      const now = await stat(job.file, { bigint: true }).catch(absent);
      if (!job.from || !before || now?.size !== before.size || now.mtimeNs !== before.mtimeNs) return false;
      const log = await stat(logPath(job.file)).catch(absent);
      const most = Math.max(LITTLE, Number(before.size) * MOST_LOGGED);
      if (!log || log.size > most) return false;
      if (tried > 0 && log.size - tried <= UNTRIED) return true;
      if (!(await opensIn(job.file, memoryFor(Number(before.size))))) return false;
      tried = log.size;
      return true;
    },
    async compact() {
      await db.run("CHECKPOINT");
      if (!(await isWorthCopying(db))) return;
      const copy = `${job.file}.copy`;
      await copyInto(db, copy);
      close();
      await rename(copy, job.file);
      ({ instance, db } = await open(job));
      isOpen = true;
    },
    async finishLog() {
      close();
    },
    async finish() {
      if (!isOpen) {
        ({ instance, db } = await open(job));
        isOpen = true;
      }
      await db.run("CHECKPOINT");
      close();
    },
    close,
  };
}

/** Few changes to a generation stay in the log until they are asked to go into the file; DuckDB puts many there, as always. */
async function open({ file, spill, limits, from }: ReloadJob) {
  const instance = await DuckDBInstance.create(file, {
    memory_limit: `${memoryShares(limits.memoryMb).duckdb}MB`,
    threads: String(threads(limits.memoryMb)),
    temp_directory: spill,
    max_temp_directory_size: `${limits.storageMb}MB`,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const db = await instance.connect();
  if (from) await db.run(`SET checkpoint_threshold = '${LONGEST_LOG_MB}MB'`);
  if (from) await db.run("PRAGMA disable_checkpoint_on_shutdown");
  return { instance, db };
}

/** What a log may take: twice as much as its file, which is quickly written anew where it is small. */
function memoryFor(bytes: number): number {
  return Math.min(Math.max(2 * bytes, LEAST_LOG_MEMORY), LOG_MEMORY);
}

/** A log of a few bytes may say that a large column is another one now, or that rows all over it are. */
async function opensIn(file: string, memoryBytes: number): Promise<boolean> {
  const opened = await openReadOnly(file, memoryBytes).catch(() => null);
  opened?.closeSync();
  return opened !== null;
}

function absent(error: unknown): null {
  if (errno(error) === "ENOENT") return null;
  throw error;
}

async function isWorthCopying(db: DuckDBConnection): Promise<boolean> {
  const [row] = await readRows(
    db,
    `SELECT total_blocks AS total, free_blocks AS free FROM pragma_database_size() WHERE database_name = current_database()`,
  );
  const [total, free] = [Number(row?.total), Number(row?.free)];
  return total > FEW_BLOCKS && free > total * MOST_FREE;
}

async function copyInto(db: DuckDBConnection, path: string): Promise<void> {
  const [row] = await readRows(db, "SELECT current_database() AS name");
  await db.run(`ATTACH ${quoteText(path)} AS "copy of all"`);
  await db.run(`COPY FROM DATABASE ${quoteName(String(row?.name))} TO "copy of all"`);
  await db.run('CHECKPOINT "copy of all"');
  await db.run('DETACH "copy of all"');
}
