import { type Constraint, violation } from "../constraint";
import { numberLiteral, type Typed, textLiteral } from "../convert";
import { scriptError } from "../errors";
import { parseNumber } from "../number-text";
import { DEFAULT_VARIABLES, inDoubles, type Settings, settingsFrom } from "../settings";
import { TYPES } from "../types";

export interface Variable {
  text: string;
  /** The number behind a formatted text, such as a date's. */
  number?: number;
  /** Comes from outside the script (or was made of such a value): never expanded further, escaped inside quotes. */
  given: boolean;
}

/** The script's variables. Names are case-sensitive. */
export class Variables {
  private readonly values = new Map<string, Variable>();
  private readonly constraints = new Map<string, Constraint>();
  private readonly now: Date;
  private readonly zone: string;
  private cached: Settings | undefined;
  /** Whole numbers are counted with as doubles. */
  inexactWholes = false;

  constructor(given: Record<string, string>, now: Date, zone: string) {
    this.now = now;
    this.zone = zone;
    for (const [name, text] of Object.entries(DEFAULT_VARIABLES))
      this.values.set(name, { text, given: false });
    for (const [name, text] of Object.entries(given)) this.values.set(name, { text, given: true });
  }

  get(name: string): Variable | undefined {
    return this.values.get(name);
  }

  names(): Iterable<string> {
    return this.values.keys();
  }

  /**
   * Sets a variable; the empty text removes it.
   * @throws `script.value` where the value is not what CONSTRAIN allows
   */
  set(name: string, value: Variable | undefined): void {
    this.check(name, value);
    if (!value || value.text === "") this.values.delete(name);
    else this.values.set(name, value);
    this.cached = undefined;
  }

  /** From now on every value of the variable, also the one it has, must fit; null: any. */
  constrain(name: string, constraint: Constraint | null): void {
    if (!constraint) {
      this.constraints.delete(name);
      return;
    }
    this.constraints.set(name, constraint);
    this.check(name, this.values.get(name));
  }

  private check(name: string, value: Variable | undefined): void {
    const constraint = this.constraints.get(name);
    if (!constraint || !value || value.text === "") return;
    const number = value.number ?? this.numberOf(value.text);
    const lacks = violation(constraint, value.text, number);
    if (!lacks) return;
    throw scriptError(
      "script.value",
      `The variable "${name}" has a value that CONSTRAIN does not allow: ${lacks}.`,
      {
        advice: `Start the reload with another value; CONSTRAIN ${name} =; allows any.`,
        params: { variable: name, constraint: true },
      },
    );
  }

  get settings(): Settings {
    this.cached ??= settingsFrom((name) => this.values.get(name)?.text, this.now, this.zone);
    return this.inexactWholes ? inDoubles(this.cached) : this.cached;
  }

  /** A variable used by its name in an expression. */
  typed(name: string): Typed | undefined {
    const variable = this.values.get(name);
    if (!variable) return undefined;
    const { text, number } = variable;
    const plain = this.numberOf(text);
    if (plain !== null) return numberLiteral(plain, text);
    if (number === undefined) return textLiteral(text);
    return {
      sql: `{'num': ${numberLiteral(number).sql}::DOUBLE, 'txt': ${textLiteral(text).sql}}`,
      type: TYPES.dual,
    };
  }

  /** Text of `$(#name)`: with a point whatever DecimalSep is; empty where it is no number. */
  numberText(name: string): string {
    const variable = this.values.get(name);
    if (!variable) return "";
    const plain = this.numberOf(variable.text);
    const value = variable.number ?? plain;
    return value === null || value === undefined ? "" : String(value);
  }

  /** As the script writes numbers; parameters come with a point. */
  private numberOf(text: string): number | null {
    return parseNumber(text, this.settings) ?? parseNumber(text);
  }
}
