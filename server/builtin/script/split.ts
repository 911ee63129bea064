import type { Place, SourceText } from "./ast";
import { scriptError } from "./errors";
import { readQuotedText } from "./lexer";
import { plainSource, sliceSource } from "./source-text";

/** One statement as it stands in the script, before dollar expansion. */
export interface RawStatement {
  /** Text without the closing `;`; comments are blanks, so that offsets stay. */
  source: SourceText;
  /** The same with its comments, for `StripComments=0`. */
  original: string;
  at: Place;
  /** First word, lower case: `load`, `if`, `set`, … ; empty for a label, an assignment or an expansion. */
  word: string;
  /** Control statements and assignments without LET; they end with their line. */
  oneLine: boolean;
}

/** First words of control statements. */
export const CONTROL: ReadonlySet<string> = new Set(
  "if elseif else end endif endsub endswitch for next do loop switch case default sub call exit".split(" "),
);
/** Control words behind which the statement is over, whatever follows on the line. */
const CLOSED = /^(?:else|default|endif|endsub|endswitch|end\s+(?:if|sub|switch))\b/i;
const ASSIGNMENT = /^(?:[\p{L}_%@#$][\p{L}\p{M}\p{N}_.%@#$]*|\[[^\]]*\]|"[^"]*")\s*=/u;

/**
 * Cuts a script into statements: at `;` outside quotes, brackets and comments, control statements at their
 * line's end. Comments and `REM` are left out.
 * @throws `script.syntax` for a quote, bracket or comment that is never closed
 */
export function splitStatements(script: string | SourceText): RawStatement[] {
  const source = typeof script === "string" ? plainSource(script) : script;
  return new Splitter(source).all();
}

class Splitter {
  private readonly source: SourceText;
  private readonly text: string;
  private at = 0;

  constructor(source: SourceText) {
    this.source = source;
    this.text = source.text;
  }

  all(): RawStatement[] {
    const statements: RawStatement[] = [];
    for (;;) {
      this.skipBlank();
      if (this.at >= this.text.length) return statements;
      if (this.text[this.at] === ";") this.at++;
      else if (/^rem\b(?!\s*[=(:])/i.test(this.ahead(20))) this.at = this.indexOf(";") + 1;
      else statements.push(this.statement());
    }
  }

  private ahead(length: number): string {
    return this.text.slice(this.at, this.at + length);
  }

  private indexOf(mark: string): number {
    const found = this.text.indexOf(mark, this.at);
    return found < 0 ? this.text.length : found;
  }

  private skipBlank(): void {
    for (;;) {
      const start = this.at;
      while (/[\s\uFEFF]/.test(this.text[this.at] ?? "")) this.at++;
      this.at = this.commentEnd(this.at);
      if (this.at === start) return;
    }
  }

  /** Offset behind the comment that starts at `at`, or `at` itself. */
  private commentEnd(at: number): number {
    if (this.text.startsWith("//", at)) {
      const end = this.text.indexOf("\n", at);
      return end < 0 ? this.text.length : end;
    }
    if (!this.text.startsWith("/*", at)) return at;
    const end = this.text.indexOf("*/", at + 2);
    if (end < 0)
      throw scriptError("script.syntax", "The comment that opens here is never closed.", {
        at: this.source.place(at),
        advice: "Close it with */.",
      });
    return end + 2;
  }

  private statement(): RawStatement {
    const start = this.at;
    const head = this.ahead(400);
    const word = /^[a-z]+(?!\s*:)\b/i.exec(head)?.[0].toLowerCase() ?? "";
    const assignment = ASSIGNMENT.test(head);
    const control = CONTROL.has(word) && !assignment;
    if (control && (word === "if" || word === "elseif")) return this.throughThen(start, word);
    const closed = control ? CLOSED.exec(head) : null;
    if (closed) return this.finish(start, start + closed[0].length, word, true, []);
    if (word === "trace") return this.finish(start, this.indexOf(";"), word, false, []);
    const oneLine = control || (assignment && word !== "set" && word !== "let");
    return this.scan(start, assignment ? "" : word, oneLine);
  }

  /** IF and ELSEIF end with their THEN. */
  private throughThen(start: number, word: string): RawStatement {
    const comments: [number, number][] = [];
    let at = start;
    while (at < this.text.length && this.text[at] !== ";") {
      if (/^then\b/i.test(this.text.slice(at, at + 5)) && !/[\p{L}\p{N}_]/u.test(this.text[at - 1] ?? "")) {
        return this.finish(start, at + 4, word, true, comments);
      }
      at = this.step(at, comments, false);
    }
    throw scriptError("script.syntax", `This ${word.toUpperCase()} has no THEN.`, {
      at: this.source.place(start),
    });
  }

  private scan(start: number, word: string, oneLine: boolean): RawStatement {
    const comments: [number, number][] = [];
    let at = start;
    while (at < this.text.length && this.text[at] !== ";" && !(oneLine && this.text[at] === "\n"))
      at = this.step(at, comments, word === "set");
    return this.finish(start, at, word, oneLine, comments);
  }

  /** Goes over one character, quoted text or comment. In SET an apostrophe without a partner on its line is text. */
  private step(at: number, comments: [number, number][], lenient: boolean): number {
    const char = this.text[at] ?? "";
    const behind = char === "$" ? this.includeEnd(at) : at;
    if (behind > at) return behind;
    if (char === "/") {
      const end = this.commentEnd(at);
      if (end > at) {
        comments.push([at, end]);
        return end;
      }
    }
    if (!"'\"[`".includes(char)) return at + 1;
    const read = readQuotedText(this.text, at);
    if (lenient && (!read || this.text.slice(at, read.end).includes("\n"))) return at + 1;
    if (!read)
      throw scriptError("script.syntax", `The ${char} that opens here is never closed.`, {
        at: this.source.place(at),
      });
    return read.end;
  }

  /** Offset behind an `$(Include=lib://…)` that starts at `at`, or `at`: the slashes of its path are no comment. */
  private includeEnd(at: number): number {
    const head = /^\$\(\s*(?:must_)?include\s*=/i.exec(this.text.slice(at, at + 60));
    if (!head) return at;
    let depth = 1;
    for (let i = at + head[0].length; i < this.text.length && this.text[i] !== "\n"; i++) {
      if (this.text[i] === "(") depth++;
      else if (this.text[i] === ")" && --depth === 0) return i + 1;
    }
    return at;
  }

  private finish(
    start: number,
    end: number,
    word: string,
    oneLine: boolean,
    comments: [number, number][],
  ): RawStatement {
    this.at = end;
    const slice = sliceSource(this.source, start, end);
    let { text } = slice;
    for (const [from, to] of comments) {
      const blank = text.slice(from - start, to - start).replace(/[^\n]/g, " ");
      text = text.slice(0, from - start) + blank + text.slice(to - start);
    }
    const source = { text: text.trimEnd(), place: slice.place };
    return { source, original: slice.text.trimEnd(), at: this.source.place(start), word, oneLine };
  }
}
