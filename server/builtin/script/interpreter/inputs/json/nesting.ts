import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { scriptError } from "../../../errors";

/** Objects and lists in one another. DuckDB follows them by recursion: far deeper ones would end the process. */
const MOST_NESTED = 100;

const [QUOTE, BACKSLASH, NEWLINE] = [0x22, 0x5c, 0x0a];
const [OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = [0x5b, 0x7b, 0x5d, 0x7d];

/** Refuses a JSON file that is nested too deep, before anything else reads it. */
export async function checkNesting(path: string): Promise<void> {
  const nesting = new Nesting();
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    if (nesting.within(chunk, MOST_NESTED)) continue;
    throw scriptError(
      "script.file",
      `The file "${basename(path)}" holds objects or lists that are nested more than ${MOST_NESTED} deep.`,
      { advice: "Make a flat file of it: an object for each row." },
    );
  }
}

class Nesting {
  private depth = 0;
  private inText = false;
  private escaped = false;

  /** Goes on through the text. @returns whether it stays within `most` */
  within(chunk: Buffer, most: number): boolean {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.inText) this.text(byte);
      else if (byte === QUOTE) this.inText = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.depth++;
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.depth = Math.max(0, this.depth - 1);
      if (this.depth > most) return false;
    }
    return true;
  }

  /** A text ends with its line at the latest: no sound one holds a line end. */
  private text(byte: number): void {
    if (byte === NEWLINE || (byte === QUOTE && !this.escaped)) this.inText = false;
    this.escaped = byte === BACKSLASH && !this.escaped;
  }
}
