import { constants } from "node:os";
import { AppError, isAppError } from "./errors";

/** What a system answers who writes where there is no more room, by its number's name, with the words programs have for it. */
const FULL = {
  ENOSPC: "no space left on device",
  EDQUOT: "disk quota exceeded",
  EFBIG: "file too large",
};
/** Nobody is told these who reads. */
const WRITING = { ...FULL, EROFS: "read-only file system" };
const OF_THE_DISK = {
  ...WRITING,
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EIO: "input/output error",
};

type Answers = Readonly<Record<string, string>>;

export function errno(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Node has no name for some numbers. */
function isNumbered(error: Error, name: string): boolean {
  const numbers: Readonly<Record<string, number>> = constants.errno;
  return (
    "errno" in error && typeof error.errno === "number" && error.errno === -(numbers[name] ?? Number.NaN)
  );
}

/** Messages of this machine's own programs: Node's, and DuckDB's. What a database elsewhere says begins with neither. */
const OWN = /^(?:E[A-Z]+: |(?:[A-Z]\w* )+Error: )/i;

function answerOf(error: unknown, answers: Answers): string | null {
  if (!(error instanceof Error) || isAppError(error)) return null;
  const text = OWN.test(error.message) ? error.message.toLowerCase() : "";
  const is = ([name, words]: [string, string]) =>
    errno(error) === name ||
    isNumbered(error, name) ||
    text.startsWith(`${name.toLowerCase()}: `) ||
    text.includes(words);
  return Object.entries(answers).find(is)?.[0] ?? null;
}

/** Whether the disk could not be written, whatever else was done: no fault of a statement, a file or a source. */
export function isUnwritten(error: unknown): boolean {
  return answerOf(error, WRITING) !== null;
}

/** `generations.unwritable` where the disk is the cause, else the error as it is. */
export function unwritable(error: unknown): unknown {
  return answerOf(error, OF_THE_DISK) === null ? error : cannotWrite(error);
}

/** Files could not be written, whatever the system says of it. */
export function cannotWrite(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "generations.unwritable",
    `The data folder could not be written (${answerOf(cause, OF_THE_DISK) ?? errno(cause) ?? "unknown"}).`,
    {
      advice: "Free space on the disk of the data folder, or make the folder writable, then retry.",
      retryable: true,
      cause,
    },
  );
}

/**
 * What a reload says where the disk is the cause, `reload.disk_full` or `generations.unwritable`; null where it is not.
 * Below an error that says more only what nobody is told who reads counts.
 */
export function diskFailure(error: unknown): AppError | null {
  const answers = isAppError(error) ? WRITING : OF_THE_DISK;
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const answer = answerOf(at, answers);
    if (answer) return answer in FULL ? diskFull(at, answer) : cannotWrite(at);
  }
  return null;
}

function diskFull(cause: unknown, answer: string): AppError {
  return new AppError("unavailable", "reload.disk_full", `The disk of the data folder is full (${answer}).`, {
    advice: "Free space on the disk of the data folder, or allow it more, then start the reload again.",
    retryable: true,
    cause,
  });
}
