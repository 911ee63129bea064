import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { sourceError } from "../errors";
import { isWholeZstd } from "./zstd";

/** DuckDB takes no longer lines, and looks for their ends for minutes while it guesses how a file is cut. */
const LONGEST_LINE = 2 * 1024 * 1024;
/** It guesses from what is before this. */
const GUESSED_FROM = 32 * 1024 * 1024;
const [NEWLINE, RETURN] = [0x0a, 0x0d];
const GZIP = /\.gz$/i;
const ZSTD = /\.zst$/i;

/** Refuses a text file that begins with longer lines than are read. What is damaged shows itself later. */
export async function checkLines(path: string): Promise<void> {
  if (await looked(path, hasShortLines)) return;
  throw sourceError("source.damaged", `"${basename(path)}" has a line of more than 2 MB.`, {
    advice: "It is no text file with a row on each line; replace it.",
  });
}

/** Refuses a file whose first line holds zero bytes: no text in UTF-8 or Latin-1, which would be taken as it is. */
export async function checkZeros(path: string): Promise<void> {
  if (await looked(path, hasNoZeros)) return;
  throw sourceError(
    "source.type",
    `"${basename(path)}" is not in the encoding the connection says: it holds zero bytes.`,
    {
      advice:
        "Set the encoding of the connection, for example utf-16; or replace the file, if it is no text.",
    },
  );
}

/** What is found out about a file's content; true where it can't be unpacked, here or at all. */
async function looked(path: string, look: (content: Readable) => Promise<boolean>): Promise<boolean> {
  if (ZSTD.test(path)) return true;
  const content = contentOf(path);
  try {
    return await look(content);
  } catch {
    return true;
  } finally {
    content.destroy();
  }
}

async function hasNoZeros(content: Readable): Promise<boolean> {
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const end = chunk.indexOf(NEWLINE);
    return !chunk.subarray(0, end < 0 ? chunk.length : end).includes(0);
  }
  return true;
}

async function hasShortLines(content: Readable): Promise<boolean> {
  let [read, ended] = [0, 0];
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const first = [chunk.indexOf(NEWLINE), chunk.indexOf(RETURN)].filter((at) => at >= 0);
    const last = Math.max(chunk.lastIndexOf(NEWLINE), chunk.lastIndexOf(RETURN));
    const line = first.length > 0 ? read + Math.min(...first) - ended : read + chunk.length - ended;
    if (line > LONGEST_LINE) return false;
    if (last >= 0) ended = read + last;
    read += chunk.length;
    if (read > GUESSED_FROM) break;
  }
  return true;
}

/** Refuses a packed file that is cut off or damaged: DuckDB reads what there is of it, and says nothing. */
export async function checkPacked(path: string, signal?: AbortSignal): Promise<void> {
  const isWhole = ZSTD.test(path) ? isWholeZstd : GZIP.test(path) ? isWholeGzip : null;
  if (!isWhole || (await isWhole(path, signal))) return;
  throw sourceError(
    "source.damaged",
    `"${basename(path)}" is cut off or damaged: it can't be unpacked as a whole.`,
  );
}

async function isWholeGzip(path: string, signal?: AbortSignal): Promise<boolean> {
  const content = contentOf(path);
  try {
    for await (const _ of content) signal?.throwIfAborted();
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  } finally {
    content.destroy();
  }
}

function contentOf(path: string): Readable {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (!GZIP.test(path)) return file;
  const unpacked = file.pipe(createGunzip({ chunkSize: 256 * 1024 }));
  file.on("error", (error) => unpacked.destroy(error));
  unpacked.on("close", () => file.destroy());
  return unpacked;
}
