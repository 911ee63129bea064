import type { Place } from "./ast";
import { unsupported } from "./errors";
import { defaultFormat, readFileFormat } from "./file-format-parser";
import type { FileFormat } from "./statements";
import type { TokenStream } from "./token-stream";

const UTF8 = 65001;
const UNWRITTEN: Partial<Record<FileFormat["type"], string>> = {
  json: "JSON",
  ooxml: "XLSX",
  fix: "fixed record",
};
const ENDINGS: Record<string, FileFormat["type"]> = {
  qvd: "qvd",
  parquet: "parquet",
  json: "json",
  xlsx: "ooxml",
};

/**
 * Reads the format a file of STORE is written in; without one the file's ending says it.
 * @throws `script.unsupported` for what only reading knows: such a word would do nothing to the file
 */
export function readStoreFormat(stream: TokenStream, path: string): FileFormat {
  const { at } = stream.current;
  const format = stream.isSymbol("(")
    ? readFileFormat(stream, path)
    : { ...defaultFormat(), ...byEnding(path) };
  const unwritten = UNWRITTEN[format.type];
  if (unwritten) throw unsupported(`Writing ${unwritten} files`, at, "Write txt, qvd or parquet.");
  if (format.codepage !== UTF8) throw unsupported("Writing another code page than UTF-8", at);
  refuseWordsOfReading(format, at);
  return format;
}

function byEnding(path: string): { type?: FileFormat["type"] } {
  const type = ENDINGS[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ""];
  return type ? { type } : {};
}

/** `msq` is what is written anyway: values stand in double quotes where they need some. */
function refuseWordsOfReading(format: FileFormat, at: Place): void {
  const words: [string, boolean][] = [
    ["no quotes", !format.quotes],
    ["header is", format.headerLines > 0],
    ["comment is", format.comment !== undefined],
    ["table is", format.table !== undefined],
    ["delimiter is spaces", format.spaces === true],
  ];
  const found = words.find(([, isThere]) => isThere)?.[0];
  if (found) throw unsupported(`"${found}" in STORE`, at, "Leave it out: it says how a file is read.");
}
