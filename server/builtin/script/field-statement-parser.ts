import { scriptError } from "./errors";
import type { FieldStatement, NotedKind } from "./field-statements";
import type { TokenStream } from "./token-stream";

type Reader = (stream: TokenStream) => FieldStatement;

/** Readers of the statements about fields and tables, by their first word. */
export const FIELD_READERS: Readonly<Record<string, Reader>> = {
  alias: readAlias,
  map: (stream) => {
    stream.next();
    const patterns = readPatterns(stream, "using");
    stream.expectWords("using");
    const using = stream.expectName("a mapping table's name");
    stream.expectEnd();
    return { kind: "map", patterns, using };
  },
  unmap: (stream) => {
    stream.next();
    return { kind: "unmap", patterns: readPatterns(stream) };
  },
  nullasvalue: (stream) => {
    stream.next();
    return { kind: "null-as-value", on: true, patterns: readPatterns(stream) };
  },
  nullasnull: (stream) => {
    stream.next();
    return { kind: "null-as-value", on: false, patterns: readPatterns(stream) };
  },
  comment: readComment,
  tag: (stream) => readTag(stream, true),
  untag: (stream) => readTag(stream, false),
  autonumber: readAutoNumber,
  star: readStar,
  flushlog: (stream) => {
    stream.next();
    stream.expectEnd();
    return { kind: "idle", word: "flushlog" };
  },
  search: (stream) => {
    stream.next();
    if (!stream.takeOneOf("include", "exclude")) throw stream.unexpected("INCLUDE or EXCLUDE");
    readPatterns(stream);
    return { kind: "idle", word: "search" };
  },
};

function readAlias(stream: TokenStream): FieldStatement {
  stream.next();
  const pairs: { from: string; to: string }[] = [];
  do {
    const from = stream.expectName("a field name").value;
    stream.expectWords("as");
    pairs.push({ from, to: stream.expectName("a field name").value });
  } while (stream.takeSymbol(","));
  stream.expectEnd();
  return { kind: "alias", pairs };
}

/** `COMMENT [FIELD|TABLE] name WITH text`, `COMMENT [FIELDS|TABLES] [names] USING map`. */
function readComment(stream: TokenStream): FieldStatement {
  const { what, patterns } = readNoted(stream);
  if (stream.takeWords("using")) {
    const using = stream.expectName("a mapping table's name");
    stream.expectEnd();
    return { kind: "comment", what, patterns, note: { using } };
  }
  const behind = stream.current;
  stream.expectWords("with");
  const quoted = stream.current.type === "text" && stream.peek().type === "end";
  const text = quoted ? stream.current.value : stream.source.text.slice(behind.at.end).trim();
  if (stream.current.type === "end") throw stream.unexpected("the comment");
  return { kind: "comment", what, patterns: needed(patterns, stream), note: { text } };
}

function readTag(stream: TokenStream, on: boolean): FieldStatement {
  const { what, patterns } = readNoted(stream);
  if (stream.takeWords("using")) {
    const using = stream.expectName("a mapping table's name");
    stream.expectEnd();
    return { kind: "tag", on, what, patterns, note: { using } };
  }
  stream.expectWords("with");
  const tags: string[] = [];
  do tags.push(readTagName(stream, on));
  while (stream.takeSymbol(","));
  stream.expectEnd();
  return { kind: "tag", on, what, patterns: needed(patterns, stream), note: { tags } };
}

/** Tags the engine itself gives, by what the field is. */
const OWN_TAGS = new Set(["$system", "$key", "$keypart", "$syn"]);

function readTagName(stream: TokenStream, on: boolean): string {
  const { at, type } = stream.current;
  const { value } = type === "text" ? stream.next() : stream.expectName("a tag");
  if (on && OWN_TAGS.has(value.toLowerCase()))
    throw scriptError("script.value", `The tag ${value} cannot be given: it says what a field is.`, { at });
  return value;
}

function readNoted(stream: TokenStream): { what: NotedKind; patterns: string[] } {
  stream.next();
  // A field may be called like the keyword: `TAG Field WITH x` names one.
  const named = ["with", "using"].every((word) => !stream.isWord(word, 1)) || stream.isWord("using", 1);
  const word = named ? stream.takeOneOf("fields", "field", "tables", "table") : undefined;
  const what = word?.startsWith("table") ? "table" : "field";
  const patterns = stream.isWord("using") ? [] : readPatterns(stream, "with", "using");
  return { what, patterns };
}

function needed(patterns: string[], stream: TokenStream): string[] {
  if (patterns.length === 0) throw stream.unexpected("a name before WITH");
  return patterns;
}

function readAutoNumber(stream: TokenStream): FieldStatement {
  stream.next();
  const patterns = readPatterns(stream, "using");
  if (!stream.takeWords("using")) return { kind: "autonumber", patterns };
  const { value: using } =
    stream.current.type === "text" ? stream.next() : stream.expectName("the name of a numbering");
  stream.expectEnd();
  return { kind: "autonumber", patterns, using };
}

function readStar(stream: TokenStream): FieldStatement {
  const { at } = stream.next();
  stream.expectWords("is");
  const rest = stream.current;
  if (rest.type === "end") return { kind: "star", at };
  if (rest.type === "text" || rest.type === "name") {
    stream.next();
    stream.expectEnd();
    return { kind: "star", symbol: rest.value, at };
  }
  return { kind: "star", symbol: stream.source.text.slice(rest.at.start).trim(), at };
}

/** Names divided by commas, each with `*` and `?` inside or around it; up to one of the words or the statement's end. */
function readPatterns(stream: TokenStream, ...until: string[]): string[] {
  const patterns: string[] = [];
  do patterns.push(readPattern(stream));
  while (stream.takeSymbol(","));
  if (until.length === 0) stream.expectEnd();
  return patterns;
}

function readPattern(stream: TokenStream): string {
  let pattern = "";
  let end = -1;
  for (;;) {
    const { type, value, at } = stream.current;
    const wild = type === "symbol" && (value === "*" || value === "?");
    const part = wild || type === "word" || type === "name" || type === "text" || type === "number";
    if (!part || (end >= 0 && at.start !== end)) break;
    pattern += value;
    end = at.end;
    stream.next();
  }
  if (pattern === "") throw stream.unexpected("a name or *");
  return pattern;
}
