import type { Call, Expr } from "./ast";
import type { Compiler } from "./compile";
import { asDate, asDouble, asInteger, asNumber, asText, asTimestamp, type Typed } from "./convert";
import { scriptError, unsupported } from "./errors";
import type { CallContext, Scope } from "./scope";
import type { Settings } from "./settings";

/** The arguments of one call, compiled when a function asks for them. */
export class CompiledCall implements CallContext {
  readonly call: Call;
  private readonly compiler: Compiler;
  private readonly done: (Typed | undefined)[] = [];

  constructor(call: Call, compiler: Compiler) {
    this.call = call;
    this.compiler = compiler;
  }

  get scope(): Scope {
    return this.compiler.scope;
  }

  get settings(): Settings {
    return this.scope.settings;
  }

  get aggregated(): boolean {
    return this.compiler.aggregated;
  }

  get count(): number {
    return this.call.args.length;
  }

  arg(index: number): Typed {
    const value = this.done[index] ?? this.compiler.value(this.expr(index));
    this.done[index] = value;
    return value;
  }

  args(from = 0): Typed[] {
    return this.call.args.slice(from).map((_, i) => this.arg(from + i));
  }

  number(index: number): Typed {
    return asNumber(this.arg(index), this.settings);
  }

  double(index: number): string {
    return asDouble(this.arg(index), this.settings);
  }

  integer(index: number): string {
    return asInteger(this.arg(index), this.settings);
  }

  text(index: number): string {
    return asText(this.arg(index), this.settings);
  }

  timestamp(index: number): string {
    return asTimestamp(this.arg(index), this.settings);
  }

  date(index: number): string {
    return asDate(this.arg(index), this.settings);
  }

  condition(index: number): string {
    return this.compiler.condition(this.expr(index));
  }

  literalText(index: number): string {
    const { literal } = this.arg(index);
    if (typeof literal === "string") return literal;
    throw unsupported(
      `A computed argument ${index + 1} of ${this.call.written}()`,
      this.expr(index).at,
      "Write it as a text in single quotes, or expand a variable: '$(vFormat)'.",
    );
  }

  optionalLiteralText(index: number): string | undefined {
    return index < this.count ? this.literalText(index) : undefined;
  }

  literalNumber(index: number): number {
    const { literal } = this.arg(index);
    if (typeof literal === "number") return literal;
    throw unsupported(`A computed argument ${index + 1} of ${this.call.written}()`, this.expr(index).at);
  }

  error(message: string, index?: number): Error {
    return scriptError("script.syntax", `${this.call.written}(): ${message}`, {
      at: index === undefined ? this.call.at : this.expr(index).at,
    });
  }

  private expr(index: number): Expr {
    const expr = this.call.args[index];
    if (!expr) throw this.error(`argument ${index + 1} is missing`);
    return expr;
  }
}
