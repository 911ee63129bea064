import type { Place } from "@/server/builtin/script/ast";
import { nearest } from "@/server/builtin/script/errors";
import { AppError } from "@/server/shared/errors";
import type { Catalog } from "./catalog";

/**
 * `query.field_missing`, with the name most like it.
 * @param path where in the query the name stands: `dimensions[0]`
 * @param at its place in the expression
 */
export function missingField(name: string, catalog: Catalog, path: string, at?: Place): AppError {
  const names = catalog.model.fields.map((f) => f.name);
  const guess = nearest(name, names);
  const few = names.length <= 12 ? ` Fields are: ${names.join(", ")}.` : "";
  return new AppError("invalid", "query.field_missing", `The data has no field "${name}".`, {
    advice: guess ? `Did you mean "${guess}"? Field names are case-sensitive.` : `Check the name.${few}`,
    params: { field: name, ...(guess ? { nearest: guess } : {}) },
    issues: [
      {
        path,
        message: `no field "${name}"${guess ? `, nearest is "${guess}"` : ""}`,
        ...(at ? { line: at.line, column: at.column } : {}),
      },
    ],
  });
}

/** `query.loop`: the tables a question is about are connected only by links that do not count, to open a circle or by the script. */
export function crossesLoop(catalog: Catalog, tables: readonly string[]): AppError {
  const loops = catalog.graph.loops.map((l) => l.join(" – ")).join("; ");
  const loosened = catalog.graph.loosened.map((l) => `${l.table} (${l.fields.join(", ")})`).join("; ");
  const why = loops ? `because tables form a circle (${loops})` : "by the script";
  return new AppError(
    "invalid",
    "query.loop",
    `The question goes through a table that is loosened ${why}: ${loosened}.`,
    {
      advice: loops
        ? "Rename a field in the load script so that the tables are connected in one way only."
        : "Ask its fields apart from those of other tables, or leave out LOOSEN TABLE in the load script.",
      params: { tables: tables.join(", "), loops, loosened },
    },
  );
}

/** `query.unlinked`: one expression uses fields of tables that have nothing to do with each other. */
export function unlinked(expression: string, tables: readonly string[], path: string): AppError {
  const message = `"${expression}" uses fields of tables that are not connected: ${tables.join(", ")}.`;
  return new AppError("invalid", "query.unlinked", message, {
    advice: "Use fields of connected tables inside one aggregation.",
    params: { expression, tables: tables.join(", ") },
    issues: [{ path, message: "fields of unconnected tables" }],
  });
}
