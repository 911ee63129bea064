import type { SourceText } from "@/server/builtin/script/ast";
import { nearest } from "@/server/builtin/script/errors";
import { expand } from "@/server/builtin/script/expand";
import { isOverflow } from "@/server/builtin/script/overflow";
import { inDoubles, type Settings } from "@/server/builtin/script/settings";
import { plainSource } from "@/server/builtin/script/source-text";
import type { CellValue } from "@/server/platform/model";
import { AppError, isAppError } from "@/server/shared/errors";
import { groupedRows, measured } from "./cube-rows";
import { type Expressed, placeIn } from "./errors";
import { readMeasure } from "./expressions";
import type { Selection } from "./selections";
import { Sets, type Surroundings } from "./sets";
import { Statement } from "./statement";
import type { Planned, Workspace } from "./workspace";

const MOST_DEPTH = 20;
/** `$(=…)` without another expansion inside, as most are: these are asked for together. */
const PLAIN = /\$\(=([^$']*?)\)(?=[^)]|$)/g;

/** Dollar expansions of expressions, `$(name)` and `$(=expression)`, the latter under the current selections. */
export class Dollars {
  private readonly values = new Map<string, Promise<string>>();
  private readonly expanded = new Map<string, SourceText | AppError>();

  constructor(
    private readonly workspace: Workspace,
    private readonly selections: readonly Selection[],
    readonly variables: Record<string, string | number>,
    private readonly around: Surroundings,
  ) {}

  /** Expands all texts that need it; a text that cannot be is told by `source`. */
  async expandAll(texts: Iterable<string>): Promise<void> {
    const wanted = [...new Set(texts)].filter((t) => t.includes("$("));
    this.prepare(wanted.flatMap((t) => [...t.matchAll(PLAIN)].map((m) => m[1] ?? "")));
    for (const text of wanted) {
      try {
        this.expanded.set(text, await this.expand(text));
      } catch (error) {
        if (!isAppError(error) || error.kind === "unavailable") throw error;
        this.expanded.set(text, error);
      }
    }
  }

  /** The text as it is to be read. @throws `query.*` with place where its expansion failed */
  source({ text, path }: Expressed): SourceText {
    const found = this.expanded.get(text);
    if (isAppError(found)) throw inExpansion(found, { text, path });
    return found ?? plainSource(text);
  }

  private async expand(text: string): Promise<SourceText> {
    const names = Object.keys(this.variables);
    const { source } = await expand(plainSource(text), {
      variable: (name) => {
        const value = this.variables[name];
        if (value === undefined || !Object.hasOwn(this.variables, name)) throw unknownVariable(name, names);
        return { text: String(value), given: true };
      },
      number: (name) => {
        if (!Object.hasOwn(this.variables, name)) throw unknownVariable(name, names);
        const value = Number(this.variables[name]);
        return Number.isFinite(value) ? String(value) : "";
      },
      evaluate: async (expression) => ({ text: await this.evaluate(expression), given: true }),
      variablesAreScanned: true,
      include: async () => null,
      includesStatements: false,
      maxDepth: MOST_DEPTH,
    });
    return source;
  }

  private evaluate(expression: string): Promise<string> {
    this.prepare([expression]);
    return this.values.get(expression) ?? Promise.resolve("");
  }

  /** Plans all before the first runs: they share what they read. */
  private prepare(expressions: readonly string[]): void {
    const planned = [...new Set(expressions)]
      .filter((e) => !this.values.has(e))
      .map((expression) => ({ expression, plan: this.plan(expression) }));
    for (const { expression, plan } of planned) {
      const value = Promise.resolve(plan).then(async (p) => {
        const cell = await this.read(p).catch((error: unknown) => {
          if (!isOverflow(error)) throw error;
          return this.read(this.plan(expression, inDoubles(this.around.settings)));
        });
        return cell === null ? "" : String(cell);
      });
      // Told to whoever asks for it.
      value.catch(() => undefined);
      this.values.set(expression, value);
    }
  }

  private async read(planned: Planned | AppError): Promise<CellValue> {
    if (isAppError(planned)) throw planned;
    const [row] = await this.workspace.read(planned);
    return row?.[0] ?? null;
  }

  private plan(expression: string, settings: Settings = this.around.settings): Planned | AppError {
    try {
      return this.workspace.plan(() => {
        const written = { text: expression, path: "$(=…)", variables: this.variables };
        const sets = new Sets(this.workspace, this.selections, { ...this.around, settings });
        const plan = {
          reduction: sets.current,
          reductionOf: (call: Parameters<Sets["of"]>[0]) => sets.of(call, written),
          measures: [readMeasure(this.workspace.catalog, written)],
          settings,
          functions: this.around.functions,
        };
        const statement = new Statement();
        const rows = groupedRows(plan, statement, []);
        const { part, values } = measured(plan, statement, rows);
        return statement.sql(`SELECT ${values.map((v) => v.sql).join()} FROM ${part}`);
      });
    } catch (error) {
      if (isAppError(error)) return error;
      throw error;
    }
  }
}

/** The error of an expansion at its `$(` in the expression, whatever it was. */
function inExpansion(error: AppError, where: Expressed): AppError {
  const { params = {}, advice } = error.options;
  const at = { line: Number(params.line ?? 1), column: Number(params.column ?? 1) };
  const place = placeIn(where, at, error.message);
  const own = error.code.startsWith("script.");
  const message = own ? `In "${where.text}": ${error.message}` : error.message;
  return new AppError(own ? "invalid" : error.kind, own ? "query.expression" : error.code, message, {
    advice,
    params: { ...params, ...place.params },
    issues: place.issues,
    cause: error,
  });
}

function unknownVariable(name: string, names: readonly string[]): AppError {
  const guess = nearest(name, names);
  return new AppError("invalid", "query.variable_missing", `There is no variable "${name}".`, {
    advice: guess
      ? `Did you mean "${guess}"?`
      : "Set it by an input of the sheet, or write the value itself.",
    params: { variable: name, ...(guess ? { nearest: guess } : {}) },
  });
}
