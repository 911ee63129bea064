import type { Expr, SourceText } from "./ast";
import { readConstrain } from "./constraint";
import { scriptError, unsupported } from "./errors";
import { readExpression } from "./expression-parser";
import { FIELD_READERS } from "./field-statement-parser";
import { readQuotedText } from "./lexer";
import { readTableStatement, startsTable } from "./load-parser";
import { sliceSource } from "./source-text";
import type { Name, Statement, StoredField } from "./statements";
import { readStoreFormat } from "./store-format";
import { TokenStream } from "./token-stream";

/** Statements of the language that are known and not run, with what to do instead. Anything else is no statement. */
export const REFUSED_STATEMENTS: Readonly<Record<string, string>> = {
  binary:
    "An app cannot read another app's data: STORE its tables into lib://Stored/… and LOAD them from there.",
  connect: "Write LIB CONNECT TO 'name'; with a connection of the customer.",
  odbc: "Write LIB CONNECT TO 'name'; with a connection of the customer.",
  ole: "Write LIB CONNECT TO 'name'; with a connection of the customer.",
  custom: "Write LIB CONNECT TO 'name'; with a connection of the customer.",
  declare: "Load a calendar table instead: one row a day, by AUTOGENERATE, with Year(), Month() and so on.",
  derive: "Load a calendar table instead: one row a day, by AUTOGENERATE, with Year(), Month() and so on.",
  directory: "There is no current folder: write every path in full, as lib://Connection/folder/file.csv.",
  direct: "Data are loaded into the app: write LOAD or SQL SELECT.",
  execute: "A script runs no programs of the machine it is reloaded on.",
  force: "Write Capitalize(), Upper() or Lower() around the fields instead.",
};

/**
 * Parses one statement after dollar expansion.
 * @throws `script.syntax`, `script.unsupported` with the statement's name and place
 */
export function parseStatement(source: SourceText): Statement {
  return readStatement(new TokenStream(source));
}

function readStatement(stream: TokenStream): Statement {
  const first = stream.current;
  const word = first.type === "word" ? first.value.toLowerCase() : "";
  if (stream.isSymbol("=", 1)) return readLet(stream);
  const only = stream.isWord("only", 1);
  if ((word === "add" || word === "replace") && stream.isWord("map", only ? 2 : 1)) {
    stream.takeWords(word, ...(only ? ["only"] : []));
    const map = readStatement(stream);
    return map.kind === "map" ? { ...map, reload: { only } } : map;
  }
  if (stream.isSymbol(":", 1) || startsTable(word)) return readTableStatement(stream);
  const read = Object.hasOwn(READERS, word) && READERS[word];
  if (read) return read(stream);
  const instead = Object.hasOwn(REFUSED_STATEMENTS, word) && REFUSED_STATEMENTS[word];
  if (instead) throw unsupported(`The statement ${word.toUpperCase()}`, first.at, instead);
  throw scriptError(
    "script.unsupported",
    `"${stream.textOf(first.at)}" starts no statement that is supported.`,
    {
      at: first.at,
      advice: "The guide to the load script lists the statements there are.",
    },
  );
}

const READERS: Record<string, (stream: TokenStream) => Statement> = {
  when: readConditional,
  unless: readConditional,
  ...FIELD_READERS,
  constrain: readConstrain,
  set: readSet,
  let: (s) => {
    s.next();
    return readLet(s);
  },
  lib: (s) => {
    s.expectWords("lib", "connect", "to");
    if (s.current.type !== "text" && s.current.type !== "name")
      throw s.unexpected("the connection's name in quotes");
    const name = s.next().value;
    s.expectEnd();
    return { kind: "connect", name };
  },
  disconnect: (s) => {
    s.next();
    s.expectEnd();
    return { kind: "disconnect" };
  },
  section: (s) => {
    s.next();
    const section = s.takeOneOf("access", "application");
    if (!section) throw s.unexpected("ACCESS or APPLICATION");
    s.expectEnd();
    return { kind: "section", section: section as "access" | "application" };
  },
  drop: readDrop,
  loosen: readLoosen,
  rename: readRename,
  qualify: (s) => readQualify(s, true),
  unqualify: (s) => readQualify(s, false),
  store: readStore,
  trace: (s) => ({ kind: "trace", text: s.source.text.slice(s.next().at.end).trim() }),
  sleep: (s) => {
    s.next();
    if (s.current.type !== "number") throw s.unexpected("milliseconds");
    const ms = Number(s.next().value);
    s.expectEnd();
    return { kind: "sleep", ms };
  },
  exit: readExit,
  call: readCall,
};

/** `WHEN c statement` or `UNLESS c statement`. */
function readConditional(stream: TokenStream): Statement {
  const unless = stream.next().value.toLowerCase() === "unless";
  const condition = readExpression(stream);
  if (stream.current.type === "end") throw stream.unexpected("a statement behind the condition");
  return { kind: "conditional", condition, unless, statement: readStatement(stream) };
}

/** First words of the statements there are; those that make rows start with LOAD, SELECT, SQL or a prefix. */
export const STATEMENT_WORDS: readonly string[] = Object.keys(READERS);

/** SET takes the text behind `=` as it is; one pair of single quotes around all of it is removed. */
function readSet(stream: TokenStream): Statement {
  stream.next();
  const name = stream.expectName("a variable name").value;
  const equals = stream.expectSymbol("=");
  const raw = stream.source.text.slice(equals.at.end).trim();
  const quoted = raw.startsWith("'") ? readQuotedText(raw, 0) : null;
  return quoted?.end === raw.length
    ? { kind: "set", name, value: quoted.value, quoted: true }
    : { kind: "set", name, value: raw, quoted: false };
}

function readLet(stream: TokenStream): Statement {
  const name = stream.expectName("a variable name").value;
  stream.expectSymbol("=");
  if (stream.current.type === "end") return { kind: "let", name, expr: null };
  const expr = readExpression(stream);
  stream.expectEnd();
  return { kind: "let", name, expr };
}

function readDrop(stream: TokenStream): Statement {
  stream.next();
  if (stream.takeOneOf("tables", "table")) {
    const tables = stream.names("a table name");
    stream.expectEnd();
    return { kind: "drop-tables", tables };
  }
  if (!stream.takeOneOf("fields", "field")) throw stream.unexpected("TABLE or FIELD");
  const fields = stream.names("a field name");
  const from = stream.takeWords("from") ? stream.names("a table name") : [];
  stream.expectEnd();
  return { kind: "drop-fields", fields, from };
}

/** `LOOSEN TABLE A, B`. */
function readLoosen(stream: TokenStream): Statement {
  stream.next();
  if (!stream.takeOneOf("tables", "table")) throw stream.unexpected("TABLE");
  const tables = stream.names("a table name");
  stream.expectEnd();
  return { kind: "loosen", tables };
}

function readRename(stream: TokenStream): Statement {
  stream.next();
  const word = stream.takeOneOf("tables", "table", "fields", "field");
  if (!word) throw stream.unexpected("TABLE or FIELD");
  const what = word.startsWith("table") ? "table" : "field";
  if (stream.takeWords("using")) {
    const using = stream.expectName("a mapping table's name");
    stream.expectEnd();
    return { kind: "rename", what, pairs: [], using };
  }
  const pairs: { from: Name; to: Name }[] = [];
  do {
    const from = stream.expectName(`a ${what} name`);
    stream.expectWords("to");
    pairs.push({ from, to: stream.expectName(`a ${what} name`) });
  } while (stream.takeSymbol(","));
  stream.expectEnd();
  return { kind: "rename", what, pairs };
}

/** Names may hold `*` and `?`, which are symbols outside brackets: the list is cut at its commas. */
function readQualify(stream: TokenStream, on: boolean): Statement {
  const rest = sliceSource(stream.source, stream.next().at.end);
  const patterns: string[] = [];
  const pieces = rest.text.match(/"(?:[^"]|"")*"|\[(?:[^\]]|\]\])*\]|'(?:[^']|'')*'|[^,]+/g) ?? [];
  for (const piece of pieces.map((p) => p.trim()).filter(Boolean))
    patterns.push(/^["['`]/.test(piece) ? (readQuotedText(piece, 0)?.value ?? piece) : piece);
  if (patterns.length === 0) throw stream.unexpected("field names or *");
  return { kind: "qualify", on, patterns };
}

function readStore(stream: TokenStream): Statement {
  stream.next();
  const position = stream.position;
  const all = stream.takeSymbol("*");
  const fields: StoredField[] = [];
  if (!all) {
    do {
      const field = stream.expectName("a field or table name");
      fields.push({
        field,
        as: stream.takeWords("as") ? stream.expectName("a field name").value : field.value,
      });
    } while (stream.takeSymbol(","));
  }
  const listed = stream.takeWords("from");
  if (!listed) stream.rewind(position);
  const table = stream.expectName("a table name");
  stream.expectWords("into");
  const path = stream.current;
  if (path.type !== "name" && path.type !== "text")
    throw stream.unexpected("a file as [lib://Name/file.csv]");
  stream.next();
  const format = readStoreFormat(stream, path.value);
  stream.expectEnd();
  return {
    kind: "store",
    table,
    fields: listed && !all ? fields : [],
    path: path.value,
    at: path.at,
    format,
  };
}

function readExit(stream: TokenStream): Statement {
  stream.next();
  const word = stream.takeOneOf("script", "for", "do", "sub");
  if (!word) throw stream.unexpected("SCRIPT, FOR, DO or SUB");
  const when = stream.takeOneOf("when", "unless");
  const condition = when ? readExpression(stream) : null;
  stream.expectEnd();
  return {
    kind: "exit",
    from: word as "script" | "for" | "do" | "sub",
    condition,
    unless: when === "unless",
  };
}

function readCall(stream: TokenStream): Statement {
  stream.next();
  const name = stream.expectName("the name of a SUB");
  const args: Expr[] = [];
  if (stream.takeSymbol("(") && !stream.takeSymbol(")")) {
    do args.push(readExpression(stream));
    while (stream.takeSymbol(","));
    stream.expectSymbol(")");
  }
  stream.expectEnd();
  return { kind: "call", name, args };
}
