import type { Expr } from "./ast";
import { scriptError, unsupported } from "./errors";
import { readExpression } from "./expression-parser";
import { defaultFormat, readFileFormat } from "./file-format-parser";
import { isPrefix, readPrefixes } from "./prefix-parser";
import type { FileFormat, Load, LoadItem, LoadSource, Name, TableStatement } from "./statements";
import type { TokenStream } from "./token-stream";

/** Whether a statement that starts with this word (behind its label) makes rows. */
export function startsTable(word: string): boolean {
  return /^(?:load|select|sql)$/i.test(word) || isPrefix(word);
}

/** Reads a LOAD or SELECT with label and prefixes, to the statement's end. */
export function readTableStatement(stream: TokenStream): TableStatement {
  const { label, prefix, reload, buffer, shape } = readPrefixes(stream);
  const { at } = stream.current;
  const base = {
    kind: "table" as const,
    ...(label ? { label } : {}),
    prefix,
    ...(reload ? { reload } : {}),
    ...(buffer ? { buffer } : {}),
  };
  const shaped = shape ? { shape } : {};
  if (stream.takeWords("load")) return { ...base, load: { ...readLoad(stream, at), ...shaped } };
  const passed = stream.takeWords("sql");
  if (!passed && !stream.isWord("select")) throw stream.unexpected("LOAD or SELECT");
  // Nothing of the SQL is read: it is the source's language, not ours.
  const start = passed ? at.end : at.start;
  const sql = stream.source.text.slice(start).trim();
  if (!sql) throw scriptError("script.syntax", "Behind SQL there is no statement.", { at });
  return { ...base, select: { sql, at, ...shaped } };
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
  if (stream.takeWords("from_field")) return readFromField(stream);
  if (stream.isWord("extension"))
    throw unsupported("EXTENSION", at, "A script calls no programs beside the engine.");
  return stream.takeWords("from") ? readFiles(stream) : undefined;
}

function readFromField(stream: TokenStream): LoadSource {
  stream.expectSymbol("(");
  const table = stream.expectName("a table name");
  stream.expectSymbol(",");
  const field = stream.expectName("a field name");
  stream.expectSymbol(")");
  const format = readFileFormat(stream, "");
  if (format.type !== "txt" && format.type !== "csv")
    throw unsupported(
      `FROM_FIELD of ${format.type}`,
      format.at,
      "The texts of a field are read as (txt, …).",
    );
  return { kind: "from-field", table, field, format };
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
