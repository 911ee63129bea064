import type { Catalog } from "@/server/builtin/associative/catalog";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { nearest, scriptError } from "@/server/builtin/script/errors";
import type { AppError } from "@/server/shared/errors";

export function accessError(message: string, advice?: string): AppError {
  return scriptError("script.access", message, advice ? { advice } : {});
}

/** A partial reload that does not get to the access section would open the data to everybody. */
export function leftOut(): AppError {
  return accessError(
    "The data so far have section access, and this partial reload has not run it.",
    "Put SECTION ACCESS where every reload comes by, or reload in full.",
  );
}

/**
 * The field of the data that a field of the access table reduces by: the one of exactly this name, or the only one
 * with it in other letters. Null where it only links access tables.
 * @throws `script.access` where there is none: people would see more than the author meant
 */
export function reductionField(model: AssociativeModel, name: string, links: boolean): string | null {
  const fields = model.fields.map((f) => f.name).filter((f) => f.toUpperCase() === name);
  const [first, second] = fields;
  if (fields.includes(name)) return name;
  if (second !== undefined)
    throw accessError(
      `The access field ${name} fits several fields of the data: ${fields.join(", ")}.`,
      "Rename all but one, or name the one meant in upper case.",
    );
  if (first !== undefined || links) return first ?? null;
  const guess = nearest(
    name,
    model.fields.map((f) => f.name.toUpperCase()),
  );
  throw accessError(
    `The access field ${name} is no field of the data, so it would reduce nothing.`,
    guess ? `Did you mean ${guess}?` : "Leave it out of the LOAD, or load it with the data.",
  );
}

/** @throws `script.access` where a table hangs together with a reduction only over a circle, or cannot be numbered */
export function requireReduced(catalog: Catalog, reductions: readonly string[]): void {
  const { tables } = catalog.graph;
  for (const field of reductions) {
    const holders = tables.filter((t) => t.fields.includes(field));
    const missed = tables.find(
      (t) => holders.some((h) => h.component === t.component) && !holders.some((h) => h.island === t.island),
    );
    if (missed)
      throw accessError(
        `The table "${missed.name}" is reached from ${field} only over a circular reference, which reduces nothing.`,
        "Rename or leave out a field, so that the tables close no circle.",
      );
  }
  for (const table of catalog.model.tables)
    if (table.fields.some((f) => f.toLowerCase() === "rowid"))
      throw accessError(
        `The table "${table.name}" has a field rowid, which the engine needs for section access.`,
        "Give the field another name.",
      );
}
