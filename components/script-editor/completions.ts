import { type Known, namesIn, plainText, written } from "./known";

/** One offer: what it is, what it would write, what it means. */
export interface Offer {
  label: string;
  /** What is written, where it is not the label; the place of the cursor is at its end. */
  apply?: string;
  /** Kind of thing, for the mark before it. */
  type: "keyword" | "function" | "table" | "column" | "field" | "variable" | "connection";
  detail?: string;
  info?: string;
  /** Of a function: the page that says what it does. */
  rule?: string;
  /** Higher comes first. */
  boost?: number;
}

export interface Offers {
  /** Offset the word begins at that is replaced. */
  from: number;
  options: Offer[];
}

/**
 * What may be written at a place of the script: variables and tables inside `$(`, slots after LIB CONNECT TO, loaded
 * tables after RESIDENT, else statements, functions, columns of the tables the statement reads, and fields so far.
 * Null where nothing is being typed and nobody asked.
 */
export function offersAt(text: string, at: number, known: Known, asked: boolean): Offers | null {
  const before = text.slice(0, at);
  if (isComment(before)) return null;
  const variable = /\$\([#=]?([\p{L}\p{N}_.]*)$/u.exec(before);
  if (variable) return { from: at - (variable[1]?.length ?? 0), options: variables(text, known) };
  const slot = /\blib\s+connect\s+to\s+':?([^':\n]*)$/i.exec(before);
  if (slot) return { from: at - (slot[1]?.length ?? 0), options: slots(known) };
  const resident = /\b(?:resident|drop\s+tables?|(?:join|keep|concatenate)\s*\()\s*([\p{L}\p{N}_]*)$/iu.exec(
    before,
  );
  if (resident) return { from: at - (resident[1]?.length ?? 0), options: tables(text) };
  if (insideText(before)) return null;
  const word = /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(before)?.[0] ?? "";
  if (word === "" && !asked) return null;
  const from = at - word.length;
  return {
    from,
    options: [...columns(text, at, known), ...fields(text, known), ...language(before.slice(0, from), known)],
  };
}

function isComment(before: string): boolean {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return /(^|[^:])\/\//.test(line) || before.lastIndexOf("/*") > before.lastIndexOf("*/");
}

/** An odd number of single quotes in the statement so far. */
function insideText(before: string): boolean {
  const statement = before.slice(before.lastIndexOf(";") + 1);
  return (statement.match(/'/g)?.length ?? 0) % 2 === 1;
}

function variables(text: string, { manifest }: Known): Offer[] {
  const declared = manifest?.tables ?? [];
  const parameters = manifest?.parameters ?? [];
  const closed = (name: string) => `${name})`;
  return [
    ...declared.map(
      (t): Offer => ({
        ...{ label: t.name, apply: closed(t.name), type: "table", boost: 2 },
        detail: t.connection,
        info: [plainText(t.description), t.columns.map((c) => c.name).join(", ")].filter(Boolean).join("\n"),
      }),
    ),
    ...parameters.map(
      (p): Offer => ({
        ...{ label: p.name, apply: closed(p.name), type: "variable", boost: 1 },
        detail: p.type,
        info: plainText(p.description),
      }),
    ),
    ...namesIn(text).variables.map((name): Offer => ({ label: name, apply: closed(name), type: "variable" })),
  ];
}

const slots = ({ manifest }: Known): Offer[] =>
  (manifest?.connections ?? []).map((c) => ({
    ...{ label: c.name, type: "connection" as const },
    info: plainText(c.description),
  }));

const tables = (text: string): Offer[] =>
  namesIn(text).tables.map((name) => ({ label: name, apply: written(name), type: "table" }));

/** Columns of the declared tables that this statement, or the SELECT that feeds it, reads. */
function columns(text: string, at: number, { manifest }: Known): Offer[] {
  const read = statementAround(text, at).toLowerCase();
  return (manifest?.tables ?? [])
    .filter((t) => read.includes(`$(${t.name.toLowerCase()})`))
    .flatMap((t) =>
      t.columns.map(
        (c): Offer => ({
          ...{ label: c.name, apply: written(c.name), type: "column", boost: 3 },
          detail: [t.name, c.type].filter(Boolean).join(" · "),
          info: plainText(c.description),
        }),
      ),
    );
}

/** From the statement's beginning to the end of the next one: a LOAD is fed by what follows it. */
export function statementAround(text: string, at: number): string {
  const start = text.lastIndexOf(";", at - 1) + 1;
  const end = text.indexOf(";", at);
  if (end < 0) return text.slice(start);
  const next = text.indexOf(";", end + 1);
  return text.slice(start, next < 0 ? undefined : next);
}

function fields(text: string, { manifest }: Known): Offer[] {
  const names = new Set([...(manifest?.fields ?? []).map((f) => f.name), ...namesIn(text).fields]);
  return [...names].map((name) => ({ label: name, apply: written(name), type: "field", boost: 1 }));
}

/** Statements where one may begin, clauses elsewhere; functions everywhere. */
function language(before: string, { language: { functions, keywords } }: Known): Offer[] {
  const begins = /(^|[;:]|\bthen|\belse)\s*$/i.test(before.replace(/\/\/[^\n]*/g, ""));
  const words = keywords.map(
    (k): Offer => ({
      ...{ label: k.name, type: "keyword", info: `${k.syntax}\n${k.summary}` },
      boost: (k.where === "start") === begins ? 1 : -1,
    }),
  );
  const calls = functions.map(
    (f): Offer => ({
      ...{ label: f.name, apply: `${f.name}(`, type: "function", detail: f.signature.slice(f.name.length) },
      info: f.summary,
      rule: f.rule,
      boost: begins ? -2 : 0,
    }),
  );
  return [...words, ...calls];
}
