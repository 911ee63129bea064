import { AppError } from "./errors";

const OF_THE_DISK = ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO"];

export function errno(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** `generations.unwritable` where the disk is the cause, else the error as it is. */
export function unwritable(error: unknown): unknown {
  return OF_THE_DISK.includes(errno(error) ?? "") ? cannotWrite(error) : error;
}

/** Files could not be written, whatever the system says of it. */
export function cannotWrite(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "generations.unwritable",
    `The data folder could not be written (${errno(cause) ?? "unknown"}).`,
    {
      advice: "Free space on the disk of the data folder, or make the folder writable, then retry.",
      retryable: true,
      cause,
    },
  );
}
