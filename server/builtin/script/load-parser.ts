import type { Expr } from "./ast";
import { scriptError, unsupported } from "./errors";
import { readExpression } from "./expression-parser";
import { defaultFormat, readFileFormat } from "./file-format-parser";
import type {
  FileFormat,
  JoinKind,
  Load,
  LoadItem,
  LoadSource,
  Name,
  Prefix,
  TableStatement,
} from "./statements";
import type { TokenStream } from "./token-stream";

const LATER_PREFIXES = new Set(
  "add replace merge buffer crosstable generic hierarchy hierarchybelongsto intervalmatch first sample semantic".split(
    " ",
  ),
);
const TABLE_WORDS = new Set(
  ["load", "select", "sql", "noconcatenate", "concatenate", "mapping", "join", "keep"].concat(
    ["inner", "left", "right", "outer"],
    [...LATER_PREFIXES],
  ),
);

/** Whether a statement that starts with this word (behind its label) makes rows. */
export function startsTable(word: string): boolean {
  return TABLE_WORDS.has(word.toLowerCase());
}

/** Reads a LOAD or SELECT with label and prefixes, to the statement's end. */
export function readTableStatement(stream: TokenStream): TableStatement {
  const label = readLabel(stream);
  const prefix = readPrefix(stream);
  const { at } = stream.current;
  const base = { kind: "table" as const, ...(label ? { label } : {}), prefix };
  if (stream.takeWords("load")) return { ...base, load: readLoad(stream, at) };
  const passed = stream.takeWords("sql");
  if (!passed && !stream.isWord("select")) throw stream.unexpected("LOAD or SELECT");
  // Nothing of the SQL is read: it is the source's language, not ours.
  const start = passed ? at.end : at.start;
  const sql = stream.source.text.slice(start).trim();
  if (!sql) throw scriptError("script.syntax", "Behind SQL there is no statement.", { at });
  return { ...base, select: { sql, at } };
}

function readLabel(stream: TokenStream): Name | undefined {
  if (!stream.isSymbol(":", 1)) return undefined;
  const label = stream.expectName("a table name");
  stream.expectSymbol(":");
  return label;
}

function readPrefix(stream: TokenStream): Prefix {
  let prefix: Prefix = { kind: "none" };
  for (;;) {
    const { at, type, value } = stream.current;
    const next = readOnePrefix(stream);
    if (!next) {
      if (type === "word" && LATER_PREFIXES.has(value.toLowerCase()))
        throw unsupported(`The prefix ${value.toUpperCase()}`, at);
      return prefix;
    }
    if (prefix.kind !== "none" && !(prefix.kind === "noconcatenate" || next.kind === "noconcatenate"))
      throw scriptError("script.syntax", "These prefixes cannot stand together.", { at });
    if (next.kind !== "noconcatenate" || prefix.kind === "none") prefix = next;
  }
}

function readOnePrefix(stream: TokenStream): Prefix | undefined {
  if (stream.takeWords("noconcatenate")) return { kind: "noconcatenate" };
  if (stream.takeWords("mapping")) return { kind: "mapping" };
  if (stream.takeWords("concatenate")) return { kind: "concatenate", ...readTarget(stream) };
  const how = ["inner", "left", "right", "outer"].find((word) => stream.isWord(word)) as JoinKind | undefined;
  const word = how ? 1 : 0;
  if (stream.isWord("join", word)) {
    if (how) stream.next();
    stream.next();
    return { kind: "join", how: how ?? "outer", ...readTarget(stream) };
  }
  if (!stream.isWord("keep", word) || !how || how === "outer") {
    if (stream.isWord("keep", word)) throw stream.unexpected("INNER, LEFT or RIGHT before KEEP");
    return undefined;
  }
  stream.next();
  stream.next();
  return { kind: "keep", how, ...readTarget(stream) };
}

function readTarget(stream: TokenStream): { table?: Name } {
  if (!stream.takeSymbol("(")) return {};
  const table = stream.expectName("a table name");
  stream.expectSymbol(")");
  return { table };
}

function readLoad(stream: TokenStream, at: Load["at"]): Load {
  const load: Load = { distinct: stream.takeWords("distinct"), items: [], at };
  do load.items.push(readItem(stream));
  while (stream.takeSymbol(","));
  for (;;) {
    const clause = stream.current.at;
    const repeated = (value: unknown, what: string) => {
      if (value !== undefined)
        throw scriptError("script.syntax", `${what} stands here twice.`, { at: clause });
    };
    const source = readSource(stream);
    if (source) {
      repeated(load.source, "The source");
      load.source = source;
    } else if (stream.takeWords("where")) {
      repeated(load.where, "WHERE");
      load.where = readExpression(stream);
    } else if (stream.takeWords("while")) {
      repeated(load.while, "WHILE");
      load.while = readExpression(stream);
    } else if (stream.takeWords("group", "by")) {
      repeated(load.groupBy, "GROUP BY");
      load.groupBy = [readExpression(stream)];
      while (stream.takeSymbol(",")) load.groupBy.push(readExpression(stream));
    } else if (stream.takeWords("order", "by")) {
      repeated(load.orderBy, "ORDER BY");
      load.orderBy = readOrder(stream);
    } else break;
  }
  stream.expectEnd();
  return load;
}

function readItem(stream: TokenStream): LoadItem {
  const { at } = stream.current;
  if (stream.takeSymbol("*")) return { kind: "all", at };
  if (stream.isSymbol(":", 1) && /^@\d+$/.test(stream.current.value))
    throw unsupported("Reading fixed-width columns (@1:5)", at);
  const expr = readExpression(stream);
  const name = stream.takeWords("as") ? readAlias(stream) : ownName(stream, expr);
  return { kind: "expr", expr, name, at };
}

function readAlias(stream: TokenStream): string {
  if (stream.current.type === "text") return stream.next().value;
  return stream.expectName("a field name").value;
}

/** A field keeps its name; any other expression is named by its own text. */
function ownName(stream: TokenStream, expr: Expr): string {
  return expr.kind === "field" ? expr.name : stream.textOf(expr.at).replace(/\s+/g, " ");
}

function readOrder(stream: TokenStream): NonNullable<Load["orderBy"]> {
  const order: NonNullable<Load["orderBy"]> = [];
  do {
    const expr = readExpression(stream);
    const descending = stream.takeWords("desc");
    if (!descending) stream.takeWords("asc");
    order.push({ expr, descending });
  } while (stream.takeSymbol(","));
  return order;
}

function readSource(stream: TokenStream): LoadSource | undefined {
  const { at } = stream.current;
  if (stream.takeWords("resident")) return { kind: "resident", table: stream.expectName("a table name") };
  if (stream.takeWords("autogenerate")) return { kind: "autogenerate", count: readExpression(stream) };
  if (stream.takeWords("inline")) return readInline(stream);
  if (stream.isWord("from_field")) throw unsupported("FROM_FIELD", at);
  if (stream.isWord("extension")) throw unsupported("EXTENSION", at);
  return stream.takeWords("from") ? readFiles(stream) : undefined;
}

function readInline(stream: TokenStream): LoadSource {
  const token = stream.current;
  if (token.type !== "name" && token.type !== "text") throw stream.unexpected("the data in [ ]");
  stream.next();
  const format: FileFormat = stream.isSymbol("(") ? readFileFormat(stream, "") : defaultFormat();
  return { kind: "inline", data: token.value, format, at: token.at };
}

function readFiles(stream: TokenStream): LoadSource {
  const paths: Name[] = [];
  do {
    const token = stream.current;
    if (token.type !== "name" && token.type !== "text" && token.type !== "word")
      throw stream.unexpected("a file as [lib://Name/file.csv]");
    paths.push(stream.next());
  } while (stream.takeSymbol(","));
  return { kind: "files", paths, format: readFileFormat(stream, paths[0]?.value ?? "") };
}
