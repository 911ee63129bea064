import type { SourceText } from "./ast";
import { isAppError, movedTo, scriptError } from "./errors";
import { ExpandedText } from "./expanded-text";

/** What a dollar expansion may reach. */
export interface ExpansionSource {
  /** Text of a variable; `given` ones come from outside the script and are escaped inside quotes. */
  variable(name: string): { text: string; given: boolean } | undefined;
  /** Texts of variables are scanned again although they are given, as people write `$(…)` into them. */
  variablesAreScanned?: boolean;
  /** Value of `$(#v)`: the number with a point, or the empty text. */
  number(name: string): string;
  /** Text of `$(=expression)`; `given` ones are data: escaped inside quotes, not scanned again. */
  evaluate(expression: string): Promise<{ text: string; given: boolean }>;
  /** Text of a file, null where there is none. */
  include(path: string): Promise<string | null>;
  /** An included text is a list of statements, which are expanded one by one later. */
  includesStatements: boolean;
  /** Expansions inside expansions. */
  maxDepth: number;
}

const MAX_TEXT = 4_000_000;

/** A text after dollar expansion, with its places in the script as written. */
export interface Expanded {
  source: SourceText;
  /** A variable from outside the script went into it. */
  given: boolean;
}

/**
 * Replaces every `$(…)` of a statement, innermost first, results scanned again. Undefined variables are empty.
 * @returns the text with its places in the script as written, and whether a given variable went into it
 * @throws `script.recursion` beyond `maxDepth`, `script.limit` beyond 4 million characters, `script.syntax`
 */
export async function expand(source: SourceText, env: ExpansionSource): Promise<Expanded> {
  if (!source.text.includes("$(")) return { source, given: false };
  const expander = new Expander(env);
  const result = new ExpandedText(source);
  try {
    await expander.into(source.text, result, 0);
  } catch (error) {
    throw expander.placed(error, source);
  }
  return { source: result, given: expander.given };
}

type Quote = "'" | '"' | "[" | "`" | "";

interface Sink {
  copy(from: number, to: number): void;
  insert(value: string, from: number): void;
  readonly text: string;
}

/** A sink without places, for texts inside expansions. */
class PlainSink implements Sink {
  text = "";
  private readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  copy(from: number, to: number): void {
    this.text += this.source.slice(from, to);
  }
  insert(value: string): void {
    this.text += value;
  }
}

class Expander {
  given = false;
  private readonly env: ExpansionSource;
  private size = 0;
  private outermost = 0;

  constructor(env: ExpansionSource) {
    this.env = env;
  }

  /** Errors of an expansion point to its `$(`. */
  placed(error: unknown, source: SourceText): unknown {
    if (error instanceof ExpansionProblem)
      return scriptError(error.code, error.message, {
        at: source.place(this.outermost),
        advice: error.advice,
        ...(error.code === "script.file" ? { params: { missing: true } } : {}),
      });
    // An error of $(=expression) counts from the expression's own start.
    return isAppError(error) ? movedTo(error, source.place(this.outermost)) : error;
  }

  async into(text: string, sink: Sink, depth: number): Promise<void> {
    if (depth > this.env.maxDepth)
      throw new ExpansionProblem("script.recursion", "A variable expands into itself without end.", {
        advice: "Look for a variable whose text contains $( of itself.",
      });
    let at = 0;
    let quote: Quote = "";
    for (let open = text.indexOf("$("); open >= 0; open = text.indexOf("$(", at)) {
      if (depth === 0) this.outermost = open;
      quote = quoteAfter(text, at, open, quote);
      sink.copy(at, open);
      const end = closing(text, open + 2);
      if (end < 0) throw new ExpansionProblem("script.syntax", "This $( is never closed.", {});
      const value = await this.value(text.slice(open + 2, end), depth + 1, quote);
      this.size += value.length;
      if (this.size > MAX_TEXT)
        throw new ExpansionProblem(
          "script.limit",
          "Dollar expansion makes more than 4 million characters.",
          {},
        );
      sink.insert(value, open);
      at = end + 1;
    }
    sink.copy(at, text.length);
  }

  private async text(text: string, depth: number): Promise<string> {
    if (!text.includes("$(")) return text;
    const sink = new PlainSink(text);
    await this.into(text, sink, depth);
    return sink.text;
  }

  /**
   * Value of what stands between `$(` and `)`. What comes from outside is data: it is never scanned for further
   * expansions (unless `variablesAreScanned`), and inside quotes it cannot end them.
   */
  private async value(raw: string, depth: number, quote: Quote): Promise<string> {
    const earlier = this.given;
    this.given = false;
    const inner = await this.text(raw, depth);
    const result = await this.resolve(inner, depth);
    const text = escapeFor(result, this.given ? quote : "");
    this.given ||= earlier;
    return text;
  }

  private async resolve(inner: string, depth: number): Promise<string> {
    const again = (text: string) => (this.given ? text : this.text(text, depth));
    if (inner.startsWith("=")) {
      const { text, given } = await this.env.evaluate(inner.slice(1));
      this.given ||= given;
      return again(text);
    }
    const include = /^\s*(must_)?include\s*=(.*)$/is.exec(inner);
    if (include) {
      const text = await this.include((include[2] ?? "").trim(), Boolean(include[1]));
      // Included statements expand their own variables, each when its turn comes.
      return this.env.includesStatements ? text : again(text);
    }
    if (inner.startsWith("#")) return this.number(inner.slice(1).trim(), depth);
    const { name, args } = parseCall(inner);
    const variable = this.env.variable(name);
    if (!variable) return "";
    const text = args ? withArguments(variable.text, args) : variable.text;
    if (variable.given) this.given = true;
    // What is in an argument is expanded already: a `$(` there comes from data.
    const isScanned = this.env.variablesAreScanned && !args?.some((arg) => arg.includes("$("));
    return isScanned ? this.text(text, depth) : again(text);
  }

  private async number(name: string, depth: number): Promise<string> {
    const text = this.env.variablesAreScanned ? this.env.variable(name)?.text : undefined;
    if (!text?.includes("$(")) return this.env.number(name);
    const expanded = (await this.text(text, depth)).trim();
    return expanded !== "" && Number.isFinite(Number(expanded)) ? expanded : "";
  }

  private async include(path: string, must: boolean): Promise<string> {
    const bare = path.replace(/^\[(.*)\]$/s, "$1").replace(/^'(.*)'$/s, "$1");
    const text = await this.env.include(bare);
    if (text === null && must)
      throw new ExpansionProblem("script.file", `There is no file "${bare}" to include.`, {
        advice: "Put it into the template's files/ folder, or write $(Include=…) if it may be missing.",
      });
    return (text ?? "").replace(/^\uFEFF/, "");
  }
}

class ExpansionProblem extends Error {
  readonly code: "script.recursion" | "script.syntax" | "script.limit" | "script.file";
  readonly advice?: string;
  constructor(code: ExpansionProblem["code"], message: string, { advice }: { advice?: string }) {
    super(message);
    this.code = code;
    this.advice = advice;
  }
}

/** Offset of the bracket that closes an expansion opened before `at`, or -1. */
function closing(text: string, at: number): number {
  let depth = 1;
  const quoted = text[at] === "=";
  for (let i = at; i < text.length; i++) {
    const char = text[i];
    if (quoted && char === "'") {
      const end = text.indexOf("'", i + 1);
      if (end > 0) i = end;
    } else if (char === "(") depth++;
    else if (char === ")" && --depth === 0) return i;
  }
  return -1;
}

/** `v(a,b)` as name and arguments; commas inside brackets and quotes do not divide. */
function parseCall(inner: string): { name: string; args?: string[] } {
  const open = inner.indexOf("(");
  if (open < 0 || !inner.trimEnd().endsWith(")")) return { name: inner.trim() };
  const body = inner.slice(open + 1, inner.lastIndexOf(")"));
  const args: string[] = [];
  let [depth, start, quoted] = [0, 0, false];
  for (let i = 0; i <= body.length; i++) {
    const char = body[i];
    if (char === "'") quoted = !quoted;
    else if (quoted && i < body.length) continue;
    else if (char === "(") depth++;
    else if (char === ")") depth--;
    else if (i === body.length || (char === "," && depth === 0)) {
      args.push(body.slice(start, i));
      start = i + 1;
    }
  }
  return { name: inner.slice(0, open).trim(), args };
}

function withArguments(text: string, args: string[]): string {
  return text.replace(/\$(\d+)/g, (whole, digits: string) => {
    const index = Number(digits);
    return index === 0 ? String(args.length) : (args[index - 1] ?? whole);
  });
}

const CLOSE: Record<Exclude<Quote, "">, string> = { "'": "'", '"': '"', "[": "]", "`": "`" };

/** In which quotes a text stands at `end`, having stood in `quote` at `start`. */
function quoteAfter(text: string, start: number, end: number, quote: Quote): Quote {
  let open = quote;
  for (let i = start; i < end; i++) {
    const char = text[i] ?? "";
    if (open) {
      if (char !== CLOSE[open]) continue;
      // Doubled it is a character of what is quoted; two brackets would not open again.
      if (text[i + 1] === char && i + 1 < end) i++;
      else open = "";
    } else if (char === "'" || char === '"' || char === "[" || char === "`") open = char;
  }
  return open;
}

/** A value from outside must not end the quotes it stands in: their closing character is doubled. */
function escapeFor(text: string, quote: Quote): string {
  return quote ? text.replaceAll(CLOSE[quote], CLOSE[quote] + CLOSE[quote]) : text;
}
