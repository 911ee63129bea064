import { createReadStream } from "node:fs";
import { damaged, FormatError } from "../format-error";

/** How a file is cut: into lines, or every so many bytes. */
export interface FixedRecords {
  /** Bytes of a record; undefined: a record is a line. */
  bytes?: number;
  /** Lines before the first record; bytes where records are counted in bytes. */
  header: number;
}

const LONGEST_LINE = 16 * 1024 * 1024;
/** Marks the end of old text files. */
const END_MARK = 0x1a;

/**
 * The records of a file and the number of each, a piece of the file at a time. Empty lines are no records.
 * @throws FormatError for a last record that is cut off, and a line without end
 */
export async function* fixedRecords(
  path: string,
  { bytes, header }: FixedRecords,
): AsyncGenerator<{ record: Buffer; number: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let skip = bytes === undefined ? 0 : header;
  let number = 0;
  for await (const piece of createReadStream(path)) {
    rest = rest.length === 0 ? (piece as Buffer) : Buffer.concat([rest, piece as Buffer]);
    let at = Math.min(skip, rest.length);
    skip -= at;
    for (let end = endOf(rest, at, bytes); end > 0; end = endOf(rest, at, bytes)) {
      number++;
      if (bytes !== undefined) yield { record: rest.subarray(at, end), number };
      else if (number > header) yield* line(rest.subarray(at, end - 1), number);
      at = end;
    }
    rest = rest.subarray(at);
    if (rest.length > LONGEST_LINE) throw new FormatError("limit", "has a line of more than 16 MB");
  }
  number++;
  if (bytes === undefined && number > header) yield* line(rest, number);
  else if (bytes !== undefined && rest.length > 0 && rest[0] !== END_MARK)
    throw damaged(`ends in its record ${number}: ${rest.length} bytes of ${bytes}`);
}

/** Behind the record that begins at `at`; 0 where it is not all there yet. */
function endOf(buffer: Buffer, at: number, bytes: number | undefined): number {
  if (bytes === undefined) return buffer.indexOf(10, at) + 1;
  return at + bytes <= buffer.length ? at + bytes : 0;
}

function* line(bytes: Buffer, number: number): Generator<{ record: Buffer; number: number }> {
  const record = bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes;
  if (record.length > 0 && !(record.length === 1 && record[0] === END_MARK)) yield { record, number };
}
