import type { AppError } from "@/server/shared/errors";
import { isAppError } from "../errors";
import type { ScriptHost } from "../port";
import type { Catalog } from "./catalog";
import type { Variables } from "./variables";

/** The language's error codes with their texts. */
const TEXTS = {
  0: "No error",
  1: "General error",
  2: "Syntax error",
  5: "General custom database error",
  8: "File not found",
  9: "Database not found",
  10: "Table not found",
  11: "Field not found",
  12: "File has wrong format",
  16: "Semantic error",
} as const;

type ErrorNumber = keyof typeof TEXTS;

const NUMBERS: Readonly<Record<string, ErrorNumber>> = {
  "script.syntax": 2,
  "script.unsupported": 2,
  "script.connection": 9,
  "script.table_missing": 10,
  "script.field_missing": 11,
  "script.group": 16,
  "script.name": 16,
  "script.value": 16,
  "source.file_missing": 8,
  "source.forbidden": 8,
  "source.unknown": 9,
};

/** The number `ScriptError` has for an error of a statement. */
export function errorNumber({ code, options }: AppError): ErrorNumber {
  if (code === "script.file") return options.params?.missing === true ? 8 : 12;
  return NUMBERS[code] ?? (code.startsWith("source.") ? 5 : 1);
}

interface Reported {
  host: Pick<ScriptHost, "log" | "signal">;
  variables: Variables;
  warnings: Set<string>;
  catalog: Pick<Catalog, "section">;
}

/**
 * The errors a run survived, and the variables a script reads them by: `ScriptError` of the statement before,
 * `ScriptErrorCount`, `ScriptErrorList` and `ScriptErrorDetails` of the run so far.
 */
export class ScriptErrors {
  private readonly messages: string[] = [];
  private failed = false;

  constructor(private readonly run: Reported) {
    this.setError(0);
    this.setCount();
  }

  /**
   * `ErrorMode` 0: a statement that fails is left out, and the script goes on behind it. Not in the access section: what
   * is left out there could open the data.
   */
  get goesOn(): boolean {
    return this.run.catalog.section === "application" && this.run.variables.get("ErrorMode")?.text === "0";
  }

  /** Takes note of an error the script goes on after; throws it where it does not. */
  survive(error: unknown): void {
    if (!this.goesOn || !isAppError(error) || this.run.host.signal.aborted || isFinal(error)) throw error;
    const { line } = error.options.params ?? {};
    const message = `${line ? `Line ${line}: ` : ""}${error.message}`;
    this.messages.push(message);
    this.failed = true;
    this.setError(errorNumber(error));
    this.setCount();
    // What the messages tell may hold data.
    this.run.variables.set("ScriptErrorDetails", { text: error.message, given: true });
    this.run.variables.set("ScriptErrorList", { text: this.messages.join("\n"), given: true });
    this.run.host.log("error", "script", message);
    this.run.warnings.add(`${message} The statement was left out, because ErrorMode is 0.`);
  }

  /** A statement went well. */
  succeeded(): void {
    if (!this.failed) return;
    this.failed = false;
    this.setError(0);
  }

  private setError(number: ErrorNumber): void {
    this.run.variables.set("ScriptError", { text: TEXTS[number], number, given: false });
  }

  private setCount(): void {
    this.run.variables.set("ScriptErrorCount", { text: String(this.messages.length), given: false });
  }
}

/**
 * What ends a reload whatever ErrorMode says: limits of the plan, a stop from outside, a SECTION that is not one, and a
 * value that CONSTRAIN does not allow.
 */
function isFinal(error: AppError): boolean {
  const { statement, constraint } = error.options.params ?? {};
  const opensSection = /^\s*section\b/i.test(String(statement ?? ""));
  return error.kind === "limit" || error.code === "script.stopped" || opensSection || constraint === true;
}
