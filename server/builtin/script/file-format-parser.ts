import { CODEPAGES } from "./codepages";
import { scriptError, unsupported } from "./errors";
import type { FileFormat } from "./statements";
import type { TokenStream } from "./token-stream";

const TYPES: Record<string, FileFormat["type"]> = {
  csv: "csv",
  txt: "txt",
  parquet: "parquet",
  qvd: "qvd",
  json: "json",
  ooxml: "ooxml",
  xlsx: "ooxml",
  fix: "fix",
};
/** Formats of the language that are known and not read yet. */
export const LATER: ReadonlySet<string> = new Set(["qvx", "biff", "xls", "xml", "kml", "html", "dif", "bin"]);
/** What to do instead of words that are known and not read. */
const INSTEAD: Record<string, string | undefined> = {
  filters: "Write WHERE, CROSSTABLE or a LOAD above instead.",
};
const CODEPAGE_WORDS: Record<string, number> = { utf8: 65001, unicode: 1200, ansi: 1252 };

export function defaultFormat(type: FileFormat["type"] = "txt"): FileFormat {
  return { type, labels: "embedded", quotes: true, singleQuotes: true, headerLines: 0, codepage: 65001 };
}

/**
 * Reads `(txt, utf8, embedded labels, delimiter is ',', msq)` where the stream stands.
 * @throws `script.unsupported` for a format or word that is not read yet
 */
export function readFileFormat(stream: TokenStream, path: string): FileFormat {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const format = defaultFormat(TYPES[ending] ?? "txt");
  format.at = stream.current.at;
  if (!stream.takeSymbol("(")) {
    if (LATER.has(ending)) throw unsupported(`Reading ${ending.toUpperCase()} files`, stream.current.at);
    return format;
  }
  do readWord(stream, format);
  while (stream.takeSymbol(","));
  stream.expectSymbol(")");
  return format;
}

function readWord(stream: TokenStream, format: FileFormat): void {
  const { at } = stream.current;
  if (stream.takeWords("embedded", "labels")) {
    if (format.type === "fix") throw unsupported("embedded labels in files of fixed records", at);
    format.labels = "embedded";
  } else if (stream.takeWords("no", "labels") || stream.takeWords("explicit", "labels"))
    format.labels = "none";
  else if (stream.takeWords("no", "quotes")) {
    format.quotes = false;
    format.singleQuotes = false;
  } else if (stream.takeWords("msq")) format.singleQuotes = false;
  else if (stream.takeWords("no", "eof")) return;
  else if (stream.takeWords("delimiter", "is")) readDelimiter(stream, format);
  else if (stream.takeWords("header", "is")) format.headerLines = readLines(stream);
  else if (stream.takeWords("codepage", "is")) format.codepage = readCodepage(stream);
  else if (stream.takeWords("record", "is")) readRecordSize(stream, format);
  else if (stream.takeWords("table", "is")) format.table = readTable(stream);
  else if (stream.takeWords("comment", "is")) format.comment = readText(stream, "a text in single quotes");
  else {
    const word = stream.expectName("a word of the format").value.toLowerCase();
    const type = TYPES[word];
    if (type) format.type = type;
    else if (CODEPAGE_WORDS[word]) format.codepage = CODEPAGE_WORDS[word] ?? 65001;
    else if (LATER.has(word)) throw unsupported(`Reading ${word.toUpperCase()} files`, at);
    else throw unsupported(`The format word "${word}"`, at, INSTEAD[word]);
  }
  if (/^(parquet|qvd|json)$/.test(format.type)) format.labels = "embedded";
}

function readText(stream: TokenStream, what: string): string {
  if (stream.current.type !== "text") throw stream.unexpected(what);
  return stream.next().value;
}

function readDelimiter(stream: TokenStream, format: FileFormat): void {
  if (stream.takeWords("spaces")) {
    format.spaces = true;
    return;
  }
  const { at } = stream.current;
  const text = readText(stream, "a text in single quotes, or spaces");
  if (text.toLowerCase() === "spaces") {
    format.spaces = true;
    return;
  }
  format.delimiter = text === "\\t" ? "\t" : text === "\\\\" ? "\\" : text;
  if (format.delimiter === "")
    throw scriptError("script.syntax", "The delimiter is empty.", {
      at,
      advice: "Write for example ';' or '\\t'.",
    });
}

/** `record is line` or `record is 80`, in bytes. */
function readRecordSize(stream: TokenStream, format: FileFormat): void {
  if (stream.takeWords("line")) return;
  const { at, type, value } = stream.current;
  if (type !== "number") throw stream.unexpected("line, or a number of bytes");
  stream.next();
  if (stream.isWord("lines") || stream.isWord("line"))
    throw unsupported("A record of several lines", at, "Records are single lines, or so many bytes.");
  if (Number(value) < 1 || !Number.isInteger(Number(value)))
    throw scriptError("script.syntax", "A record has at least one byte.", { at });
  format.recordBytes = Number(value);
}

/** Name of a sheet: bare, in brackets or in quotes. */
function readTable(stream: TokenStream): string {
  if (!["name", "word", "text"].includes(stream.current.type)) throw stream.unexpected("the name of a sheet");
  return stream.next().value;
}

function readLines(stream: TokenStream): number {
  if (stream.current.type !== "number") throw stream.unexpected("a number of lines");
  const lines = Number(stream.next().value);
  stream.takeWords("lines");
  stream.takeWords("line");
  return Math.trunc(lines);
}

function readCodepage(stream: TokenStream): number {
  const { at, type, value } = stream.current;
  const said = CODEPAGE_WORDS[value.toLowerCase()];
  const known = said ?? Number(value);
  if (type === "number" || said) stream.next();
  if (CODEPAGES.has(known)) return known;
  throw unsupported(
    `Code page ${value}`,
    at,
    `There are ${[...CODEPAGES.keys()].sort((a, b) => a - b).join(", ")}: 65001 is UTF-8, 1200 UTF-16.`,
  );
}
