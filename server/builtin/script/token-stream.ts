import type { SourceText, Span } from "./ast";
import { scriptError } from "./errors";
import { readToken, type Token } from "./lexer";

/** A cursor over the tokens of one text. Tokens are read when asked for: behind SQL there may be anything. */
export class TokenStream {
  readonly source: SourceText;
  private readonly tokens: Token[] = [];
  private at = 0;

  /** @param sets set analysis and TOTAL may stand in aggregations: in charts, not in scripts */
  constructor(
    source: SourceText,
    readonly sets = false,
  ) {
    this.source = source;
  }

  get current(): Token {
    return this.peek(0);
  }

  peek(ahead = 1): Token {
    while (this.tokens.length <= this.at + ahead) {
      const last = this.tokens[this.tokens.length - 1];
      if (last?.type === "end") return last;
      this.tokens.push(readToken(this.source, last?.at.end ?? 0));
    }
    const token = this.tokens[this.at + ahead];
    if (!token) throw new Error("the token was just read");
    return token;
  }

  next(): Token {
    const token = this.current;
    if (token.type !== "end") this.at++;
    return token;
  }

  get position(): number {
    return this.at;
  }

  /** Goes back to an earlier `position`. */
  rewind(position: number): void {
    this.at = position;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.type === "word" && token.value.toLowerCase() === word;
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.type === "symbol" && token.value === symbol;
  }

  /** Takes the words if all of them stand here, in this order. */
  takeWords(...words: string[]): boolean {
    if (!words.every((word, i) => this.isWord(word, i))) return false;
    this.at += words.length;
    return true;
  }

  /** Takes the first of several words that stands here. */
  takeOneOf(...words: string[]): string | undefined {
    return words.find((word) => this.takeWords(word));
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.at++;
    return true;
  }

  expectSymbol(symbol: string): Token {
    if (!this.isSymbol(symbol)) throw this.unexpected(`"${symbol}"`);
    return this.next();
  }

  expectWords(...words: string[]): void {
    if (!this.takeWords(...words)) throw this.unexpected(words.join(" ").toUpperCase());
  }

  /** A field, table or variable name: bare or quoted; never a text literal. */
  expectName(what: string): Token {
    const token = this.current;
    if (token.type !== "word" && token.type !== "name") throw this.unexpected(what);
    return this.next();
  }

  /** Names divided by commas. */
  names(what: string): Token[] {
    const names = [this.expectName(what)];
    while (this.takeSymbol(",")) names.push(this.expectName(what));
    return names;
  }

  expectEnd(): void {
    if (this.current.type !== "end") throw this.unexpected("the end of the statement");
  }

  unexpected(wanted: string) {
    const token = this.current;
    const found = token.type === "end" ? "the statement ends" : `"${this.textOf(token.at)}" stands here`;
    return scriptError("script.syntax", `Expected ${wanted}, but ${found}.`, { at: token.at });
  }

  textOf(span: Pick<Span, "start" | "end">): string {
    return this.source.text.slice(span.start, span.end);
  }
}
