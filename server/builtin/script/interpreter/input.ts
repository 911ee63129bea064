import type { Place } from "../ast";
import { scriptError } from "../errors";
import type { LoadSource } from "../statements";
import { filesInput } from "./inputs/files";
import { inlineInput } from "./inputs/inline";
import { ORDER, type Relation, tableRelation } from "./relation";
import type { Run } from "./run";

/** The rows a LOAD reads. */
export async function resolveInput(
  run: Run,
  source: LoadSource | undefined,
  at: Place | undefined,
  temporary: string[],
): Promise<Relation> {
  switch (source?.kind) {
    case "resident": {
      const table = run.catalog.find(source.table);
      return tableRelation(table.name, table.columns);
    }
    case "inline":
      return inlineInput(run, source, temporary);
    case "autogenerate":
      return autogenerate(run, source.count);
    case "files":
      return filesInput(run, source, temporary);
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
