import { open } from "node:fs/promises";
import { CODEPAGES } from "../../codepages";
import { scriptError } from "../../errors";
import type { FileFormat } from "../../statements";
import { type Delimited, guessDelimiter, readRecord } from "./delimited-text";

const HEAD_BYTES = 1_000_000;

/** Where a text file's rows start and how they are cut. */
export interface Layout {
  names: string[];
  delimiter: string;
  /** Lines before the first row. */
  skip: number;
}

/** Reads the first lines of a file. */
export async function readLayout(file: string, format: FileFormat): Promise<Layout> {
  return layoutOf(await readHead(file, decoderOf(format)), format);
}

/** The same for a text. */
export function layoutOf(head: string, format: FileFormat): Layout {
  let at = 0;
  for (let i = 0; i < format.headerLines; i++) at = head.indexOf("\n", at) + 1 || head.length;
  const line = head.slice(at).split("\n", 1)[0] ?? "";
  const delimiter = format.delimiter ?? guessDelimiter(line);
  const record = readRecord(head, at, cutBy(format, delimiter));
  if (!record)
    throw scriptError("script.file", "There is no text to read.", {
      at: format.at,
      advice: "It needs at least a line of labels.",
    });
  if (format.labels === "none")
    return { names: record.values.map((_, i) => `@${i + 1}`), delimiter, skip: format.headerLines };
  return { names: record.values.map((v) => v.trim()), delimiter, skip: format.headerLines + record.lines };
}

/** How the records of a format are cut. */
export function cutBy({ quotes, singleQuotes, spaces }: FileFormat, delimiter: string): Delimited {
  return { delimiter, quotes, ...(singleQuotes ? { singleQuotes } : {}), ...(spaces ? { spaces } : {}) };
}

/** Whether all files have the same columns in the same order, cut alike. */
export async function sameLayout(files: readonly string[], format: FileFormat): Promise<boolean> {
  const layouts = new Set<string>();
  for (const file of files) layouts.add(JSON.stringify(await readLayout(file, format)));
  return layouts.size === 1;
}

async function readHead(file: string, encoding: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return new TextDecoder(encoding).decode(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

export function decoderOf({ codepage }: FileFormat): string {
  return CODEPAGES.get(codepage) ?? "utf-8";
}
