import { join } from "node:path";
import { AppError } from "@/server/shared/errors";
import type { GenerationId } from "./port";

export const SEALED_SUFFIX = ".tgen";
export const BASE_SUFFIX = ".base";
export const TEMPORARY_SUFFIX = ".tmp";

const SAFE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/** Refuses an id that could name another folder. */
export function safePart(part: string): string {
  if (SAFE.test(part)) return part;
  throw new AppError(
    "invalid",
    "generations.id",
    "A generation's id holds characters that file names must not.",
    {
      advice: "Use letters, digits, - and _.",
    },
  );
}

export function appFolder(folder: string, id: GenerationId): string {
  return join(folder, safePart(id.tenant), safePart(id.app));
}

export function sealedPath(folder: string, id: GenerationId): string {
  return join(appFolder(folder, id), `${safePart(id.generation)}${SEALED_SUFFIX}`);
}

/** Where the sealed file lies that a generation is changes to. */
export function basePath(folder: string, id: GenerationId): string {
  return join(appFolder(folder, id), `${safePart(id.generation)}${BASE_SUFFIX}`);
}

/** Where DuckDB keeps the log of a file. */
export function logPath(file: string): string {
  return `${file}.wal`;
}

/** Temporary names carry the writer's process id, so that a sweep can tell a dead writer from a live one. */
export function temporaryName(generation: string, random: string): string {
  return `${safePart(generation)}.${process.pid}.${random}${TEMPORARY_SUFFIX}`;
}

/** Process id in a temporary name; null where there is none. */
export function writerOf(name: string): number | null {
  const match = /\.(\d+)\.[^.]+\.tmp$/.exec(name);
  return match ? Number(match[1]) : null;
}
