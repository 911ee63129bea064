/** Why a file cannot be read: it is damaged, of a kind that is not read, or larger than what may be held. */
export type FormatErrorKind = "damaged" | "unsupported" | "limit";

export interface FormatErrorOptions {
  /** Byte of the file, from 0, at which it was seen. */
  offset?: number;
  advice?: string;
}

/** What is wrong with a file, in words for the person who loads it; whoever reads the file adds its name. */
export class FormatError extends Error {
  readonly offset: number | undefined;
  readonly advice: string | undefined;

  constructor(
    readonly kind: FormatErrorKind,
    /** Follows "The file": `ends in its header`. */
    readonly reason: string,
    { offset, advice }: FormatErrorOptions = {},
  ) {
    super(`The file ${reason}${offset === undefined ? "" : ` (at byte ${offset.toLocaleString("en")})`}.`);
    this.name = "FormatError";
    this.offset = offset;
    this.advice = advice;
  }
}

export function damaged(reason: string, offset?: number): FormatError {
  return new FormatError("damaged", reason, offset === undefined ? {} : { offset });
}
