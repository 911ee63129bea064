import { type Expr, type Place, walk } from "../ast";
import { scriptError } from "../errors";
import type { Load, LoadSource } from "../statements";
import { filesInput } from "./inputs/files";
import { fromField } from "./inputs/from-field";
import { inlineInput } from "./inputs/inline";
import { ORDER, type Relation, tableRelation } from "./relation";
import type { Run } from "./run";

/** What reading an input may use and leave behind. */
export interface InputScope {
  /** Temporary tables to drop when the statement is done. */
  temporary: string[];
  /** Fields the LOAD uses; undefined where it takes all. */
  wanted: ReadonlySet<string> | undefined;
  /** The LOAD asks which file a row is of. */
  tellsFile: boolean;
  /** The file is one of several of the statement. */
  several?: boolean;
  /** Wanted are rows whose value of this field is not known yet, the first of each; an input may give the others too. */
  unknownOf?: string;
  /** At most so many rows are wanted; a format that can be read in part gives no more. */
  first?: number;
}

/** Names of the input's fields a LOAD uses; undefined where it takes all. */
export function wantedFields(load: Load): ReadonlySet<string> | undefined {
  if (load.items.some((item) => item.kind === "all")) return undefined;
  const names = new Set<string>();
  for (const expr of expressionsOf(load))
    walk(expr, (node) => {
      if (node.kind === "field") names.add(node.name);
      if (node.kind === "call" && node.name === "exists" && node.args[0]?.kind === "text")
        names.add(node.args[0].value);
      return undefined;
    });
  return names;
}

/** Every expression of a LOAD. */
export function expressionsOf(load: Load): Expr[] {
  const listed = load.items.flatMap((item) => (item.kind === "expr" ? [item.expr] : []));
  const sorted = load.orderBy?.map((o) => o.expr) ?? [];
  return [...listed, load.where, load.while, ...(load.groupBy ?? []), ...sorted].filter(
    (e) => e !== undefined,
  );
}

/** The rows a LOAD reads. */
export async function resolveInput(
  run: Run,
  source: LoadSource | undefined,
  at: Place | undefined,
  scope: InputScope,
): Promise<Relation> {
  switch (source?.kind) {
    case "resident": {
      const table = run.catalog.find(source.table);
      return tableRelation(table.name, table.columns, table.order);
    }
    case "inline":
      return inlineInput(run, source, scope);
    case "autogenerate":
      return autogenerate(run, source.count);
    case "from-field":
      return fromField(run, source, scope);
    case "files":
      return filesInput(run, source, scope);
    case undefined:
      throw scriptError(
        "script.syntax",
        "This LOAD has no source, and no LOAD or SELECT follows to feed it.",
        {
          ...(at ? { at } : {}),
          advice: "Add FROM, RESIDENT, INLINE or AUTOGENERATE, or a SELECT right behind it.",
        },
      );
  }
}

/** `AUTOGENERATE n`: n rows without fields. */
async function autogenerate(
  run: Run,
  count: Extract<LoadSource, { kind: "autogenerate" }>["count"],
): Promise<Relation> {
  const { number } = await run.evaluate(count);
  const rows = Math.max(0, Math.trunc(number ?? 0));
  if (rows > run.host.limits.rows)
    throw scriptError(
      "script.limit",
      `AUTOGENERATE ${rows.toLocaleString("en")} makes more rows than the plan allows.`,
      {
        at: count.at,
        params: { rows, limit: run.host.limits.rows },
      },
    );
  return {
    sql: `SELECT range AS ${ORDER} FROM range(${rows})`,
    columns: [],
    ordered: true,
    scrambled: false,
  };
}
