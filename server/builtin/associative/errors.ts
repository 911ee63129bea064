import type { Place } from "@/server/builtin/script/ast";
import { nearest } from "@/server/builtin/script/errors";
import { AppError } from "@/server/shared/errors";
import type { Catalog } from "./catalog";

/** An expression as its author wrote it, and where in the question it stands: `measures[0]`. */
export interface Expressed {
  text: string;
  path: string;
}

/** Where a mistake stands, as `params` (`line`, `column`, `part`: the piece of text there) and `issues` of its error. */
export function placeIn({ text, path }: Expressed, { line, column }: Place, message: string) {
  const part = partAt(text, { line, column });
  return {
    params: { expression: text, line, column, ...(part ? { part } : {}) },
    issues: [{ path, message, line, column }],
  };
}

/** The start of an expression: where it is wrong as a whole. */
export const START: Place = { line: 1, column: 1 };

const PIECE = /^\s*(\$\([^)]*\)?|\[[^\]]*\]?|'[^']*'|"[^"]*"|[\p{L}\p{N}_.]+|[<>=]+|\S)/u;
const MOST_PIECE = 60;

/** The name, text, number or sign at a place; empty at the end of the text. */
function partAt(text: string, { line, column }: Place): string {
  const rest = (text.split("\n")[line - 1] ?? "").slice(column - 1);
  return (PIECE.exec(rest)?.[1] ?? "").slice(0, MOST_PIECE);
}

/**
 * `query.field_missing`, with the name most like it.
 * @param where the expression, or the part of the question, that has the name
 * @param at its place in the expression
 */
export function missingField(
  name: string,
  catalog: Catalog,
  where: Expressed | string,
  at: Place = START,
): AppError {
  const names = catalog.model.fields.map((f) => f.name);
  const guess = nearest(name, names);
  const message = `no field "${name}"${guess ? `, nearest is "${guess}"` : ""}`;
  const { params, issues } =
    typeof where === "string"
      ? { params: {}, issues: [{ path: where, message }] }
      : placeIn(where, at, message);
  const few = names.length <= 12 ? ` Fields are: ${names.join(", ")}.` : "";
  return new AppError("invalid", "query.field_missing", `The data has no field "${name}".`, {
    advice: guess ? `Did you mean "${guess}"? Field names are case-sensitive.` : `Check the name.${few}`,
    params: { ...params, field: name, ...(guess ? { nearest: guess } : {}) },
    issues,
  });
}

/** `query.loop`: the tables a question is about are connected only by links that do not count, to open a circle or by the script. */
export function crossesLoop(
  catalog: Catalog,
  tables: readonly string[],
  where?: Expressed,
  at: Place = START,
): AppError {
  const loops = catalog.graph.loops.map((l) => l.join(" – ")).join("; ");
  const loosened = catalog.graph.loosened.map((l) => `${l.table} (${l.fields.join(", ")})`).join("; ");
  const why = loops ? `because tables form a circle (${loops})` : "by the script";
  const place = where
    ? placeIn(where, at, "tables connected only by links that do not count")
    : { params: {} };
  return new AppError(
    "invalid",
    "query.loop",
    `The question goes through a table that is loosened ${why}: ${loosened}.`,
    {
      advice: loops
        ? "Rename a field in the load script so that the tables are connected in one way only."
        : "Ask its fields apart from those of other tables, or leave out LOOSEN TABLE in the load script.",
      ...place,
      params: { ...place.params, tables: tables.join(", "), loops, loosened },
    },
  );
}

/** `query.unlinked`: one expression uses fields of tables that have nothing to do with each other. */
export function unlinked(where: Expressed, tables: readonly string[], at: Place = START): AppError {
  const { params, issues } = placeIn(where, at, "fields of unconnected tables");
  const message = `"${where.text}" uses fields of tables that are not connected: ${tables.join(", ")}.`;
  return new AppError("invalid", "query.unlinked", message, {
    advice: "Use fields of connected tables inside one aggregation.",
    params: { ...params, tables: tables.join(", ") },
    issues,
  });
}
