/** A field an expression names, with its offset (0-based) in the expression. */
export interface FieldUse {
  name: string;
  offset: number;
}

const KEYWORDS = new Set(
  "and or not xor like distinct total all nodistinct null true false mod div bitand bitor bitnot bitxor precedes follows".split(
    " ",
  ),
);
const WORD = /[\p{L}_][\p{L}\p{N}_.#%@]*/uy;
const NUMBER = /\d+(\.\d*)?([eE][+-]?\d+)?/y;

/**
 * Fields a chart expression names: bare words that are no function, `[in brackets]`, "in quotes", also inside set
 * expressions (`{<Year={2024}>}`: Year is a field, 2024 a value) and dollar expansions (`$(=Max(Year))`).
 */
export function fieldsOf(expression: string): FieldUse[] {
  const reader = new Reader(expression);
  reader.expression("");
  return reader.found;
}

/** Sets an expression starts from by name: bookmarks (`{Spring}`, `{[Spring sale]}`) and steps (`{$1}`, `{$_1}`), each once. */
export function setsOf(expression: string): string[] {
  if (!expression.includes("{")) return [];
  const reader = new Reader(expression);
  reader.expression("");
  return [...reader.sets].filter((name) => name !== "$0");
}

const STEP = /\$_?\d+/y;

class Reader {
  readonly found: FieldUse[] = [];
  readonly sets = new Set<string>();
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly base = 0,
  ) {}

  /** Reads up to `end` (an unquoted character; "" = to the end) and steps over it. */
  expression(end: string): void {
    this.until(end, (c) => {
      if (c === "(") this.nested(")");
      else if (c === "{") this.set();
      else if (!this.skipped(c)) this.reference(c);
    });
  }

  /** Calls `part` with the next character until `end` (stepped over) or the text's end; `part` moves on. */
  private until(end: string, part: (c: string) => void): void {
    while (this.at < this.text.length) {
      const c = this.text.charAt(this.at);
      if (c === end) break;
      part(c);
    }
    this.at++;
  }

  private nested(end: string): void {
    this.at++;
    this.expression(end);
  }

  /** Blanks, comments, texts, numbers and dollar expansions. */
  private skipped(c: string): boolean {
    if (c === "'") this.quoted("'");
    else if (this.text.startsWith("$(", this.at)) this.dollar();
    else if (this.text.startsWith("/*", this.at)) this.jumpPast("*/");
    else if (this.text.startsWith("//", this.at)) this.jumpPast("\n");
    else return this.match(NUMBER) !== null;
    return true;
  }

  private reference(c: string): void {
    const offset = this.at;
    if (c === "[" || c === '"') {
      this.add(this.quoted(c === "[" ? "]" : '"'), offset);
      return;
    }
    const word = this.match(WORD);
    if (word === null) this.at++;
    else if (!this.nextIs("(") && !KEYWORDS.has(word.toLowerCase())) this.add(word, offset);
  }

  /** `{$<Year={2024}, Region*={"D*"}>}`: identifiers outside `<…>` are states and bookmarks, not fields. */
  private set(): void {
    this.at++;
    this.until("}", (c) => {
      if (c === "<") this.modifiers();
      else if (c === "[" || c === '"') this.sets.add(this.quoted(c === "[" ? "]" : '"'));
      else if (!this.skipped(c)) this.named(this.match(STEP) ?? this.match(WORD));
    });
  }

  private named(set: string | null): void {
    if (set === null) this.at++;
    else this.sets.add(set);
  }

  private modifiers(): void {
    this.at++;
    let before = "";
    this.until(">", (c) => {
      if (c === "{" && before === "(") this.set();
      else if (c === "{") this.values();
      else if (!this.skipped(c)) this.reference(c);
      if (c.trim()) before = c;
    });
  }

  private values(): void {
    this.at++;
    this.until("}", (c) => {
      if (c === '"' || c === "[") {
        const offset = this.at + 1;
        const search = this.quoted(c === "[" ? "]" : '"');
        if (search.startsWith("=")) this.inner(search.slice(1), offset + 1);
      } else if (!this.skipped(c)) this.at++;
    });
  }

  /** `$(=expression)` is read; `$(variable)` is not. */
  private dollar(): void {
    this.at += 2;
    if (this.nextIs("=")) {
      this.expression(")");
      return;
    }
    for (let depth = 1; this.at < this.text.length && depth > 0; this.at++) {
      if (this.text[this.at] === "(") depth++;
      if (this.text[this.at] === ")") depth--;
    }
  }

  /** Steps over a quoted text (its end doubled = the end itself) and reads the dollar expansions in it. */
  private quoted(end: string): string {
    const start = this.at + 1;
    let stop = this.text.indexOf(end, start);
    while (stop !== -1 && this.text[stop + 1] === end) stop = this.text.indexOf(end, stop + 2);
    if (stop === -1) stop = this.text.length;
    this.at = stop + 1;
    const body = this.text.slice(start, stop);
    for (const m of body.matchAll(/\$\(=/g)) this.inner(body.slice(m.index), start + m.index);
    return body.replaceAll(end + end, end);
  }

  private inner(text: string, base: number): void {
    const reader = new Reader(text, this.base + base);
    if (text.startsWith("$(=")) reader.dollar();
    else reader.expression("");
    this.found.push(...reader.found);
    for (const name of reader.sets) this.sets.add(name);
  }

  private add(name: string, offset: number): void {
    if (name !== "") this.found.push({ name, offset: this.base + offset });
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const hit = pattern.exec(this.text)?.[0] ?? null;
    if (hit !== null) this.at += hit.length;
    return hit;
  }

  private nextIs(c: string): boolean {
    let i = this.at;
    while (/\s/.test(this.text[i] ?? "")) i++;
    return this.text[i] === c;
  }

  private jumpPast(end: string): void {
    const stop = this.text.indexOf(end, this.at + 2);
    this.at = stop === -1 ? this.text.length : stop + end.length;
  }
}
