import { FormatError } from "@/server/builtin/formats/format-error";
import { scriptError } from "../../errors";

const CODES = { damaged: "script.file", unsupported: "script.unsupported", limit: "script.limit" } as const;

/** What is wrong with a file as an error of the script; other errors as they are. */
export function fileFailure(error: unknown, name: string): unknown {
  if (!(error instanceof FormatError)) return error;
  const { kind, reason, offset, advice } = error;
  const place = offset === undefined ? "" : ` (at byte ${offset.toLocaleString("en")})`;
  return scriptError(CODES[kind], `The file "${name}" ${reason}${place}.`, {
    ...(advice
      ? { advice }
      : kind === "damaged"
        ? { advice: "Make the file again, or copy it again as a whole." }
        : {}),
    params: { file: name, ...(offset === undefined ? {} : { offset }) },
    cause: error,
  });
}
