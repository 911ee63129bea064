import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { StepError } from "@/db/schema";
import type { StartReloadSpec } from "@/server/platform/port";

export type Limits = StartReloadSpec["limits"];

const MB = 1024 * 1024;

/** Codes of errors that mean "the plan's limit": the reload ends as `limit-exceeded`. */
export const LIMIT_CODES = new Set([
  "reload.time",
  "reload.memory",
  "reload.storage",
  "limits.rows",
  "limits.bytes",
  "script.limit",
]);

export function timeExceeded(limits: Limits): StepError {
  return {
    code: "reload.time",
    message: `The reload took longer than the ${limits.seconds} seconds the plan allows.`,
    advice: "Read less (a where condition, fewer tables), or choose a larger plan.",
    retryable: false,
    params: { seconds: limits.seconds },
  };
}

export function memoryExceeded(limits: Limits): StepError {
  return {
    code: "reload.memory",
    message: `The reload needed more than the ${limits.memoryMb} MB of memory the plan allows.`,
    advice: "Read fewer columns or rows, or choose a larger plan.",
    retryable: false,
    params: { memoryMb: limits.memoryMb },
  };
}

export function storageExceeded(limits: Limits): StepError {
  return {
    code: "reload.storage",
    message: `The reload needed more than the ${limits.storageMb} MB of storage the plan allows.`,
    advice: "Read fewer columns or rows, or choose a larger plan.",
    retryable: false,
    params: { storageMb: limits.storageMb },
  };
}

/**
 * How a reload's memory is divided: DuckDB's buffers, the JavaScript heap for rows on their way, and room for both
 * to be a little over. All in megabytes, on top of what the runtime itself needs.
 */
export function memoryShares(memoryMb: number): { duckdb: number; heap: number } {
  return {
    duckdb: Math.max(24, Math.floor(memoryMb * 0.6)),
    heap: Math.max(24, Math.floor(memoryMb * 0.35)),
  };
}

/** Bytes of memory a process holds; null where the system does not tell (then the process's own word counts). */
export async function residentBytes(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const match = /^VmRSS:\s+(\d+) kB/m.exec(text);
  return match ? Number(match[1]) * 1024 : null;
}

/** Bytes of the working file, its log, and what was spilled; code tables are not the plan's (decision 0024). */
export async function storedBytes(file: string, spill: string): Promise<number> {
  const sizes = [file, `${file}.wal`].map(size);
  const names = await readdir(spill, { recursive: true }).catch(() => []);
  sizes.push(...names.map((name) => size(join(spill, name))));
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
}

async function size(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

export interface Measured {
  seconds: number;
  rss: number;
  /** Bytes the runtime itself held before the work began. */
  base: number;
  stored: number;
}

/** What the allocator, compiled code and garbage not yet collected may hold besides the plan's memory. */
const SLACK_MB = 64;

/** The limit that was passed; null where none was. */
export function passed(limits: Limits, now: Measured): StepError | null {
  if (now.seconds > limits.seconds) return timeExceeded(limits);
  if (now.rss - now.base > (limits.memoryMb + SLACK_MB) * MB) return memoryExceeded(limits);
  if (now.stored > limits.storageMb * MB) return storageExceeded(limits);
  return null;
}
