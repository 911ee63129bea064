import { createReadStream } from "node:fs";

const QUOTE = "'".charCodeAt(0);
const LINE_FEED = "\n".charCodeAt(0);
const PIECE_BYTES = 1 << 20;

/** Whether a value of any of the files begins with a single quote: DuckDB knows one kind of quotes only. */
export async function anySingleQuoted(files: readonly string[], delimiter: string): Promise<boolean> {
  const before = delimiter.charCodeAt(delimiter.length - 1);
  for (const file of files) if (await hasSingleQuoted(file, before)) return true;
  return false;
}

async function hasSingleQuoted(file: string, delimiter: number): Promise<boolean> {
  let last = LINE_FEED;
  for await (const piece of createReadStream(file, { highWaterMark: PIECE_BYTES })) {
    const bytes: Buffer = piece;
    for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
      const mark = lastMark(bytes, at - 1, delimiter, last);
      if (mark === delimiter || mark === LINE_FEED) return true;
    }
    last = lastMark(bytes, bytes.length - 1, delimiter, last);
  }
  return false;
}

/** The last byte at or before a place that is no blank (nor the upper half of a UTF-16 character). */
function lastMark(bytes: Buffer, from: number, delimiter: number, earlier: number): number {
  for (let at = from; at >= 0; at--) {
    const byte = bytes[at] ?? 0;
    if (byte > 32 || byte === delimiter || byte === LINE_FEED) return byte;
  }
  return earlier;
}
