import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { CellValue } from "@/server/platform/model";
import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";
import type { MeasureUse, ObjectContext, ResolvedMeasure, ValueFormat } from "../charts/port";
import { createFormats } from "./formats";
import type { Place } from "./state/selection";
import { localeOf, textIn } from "./texts";

export interface Standpoint {
  document: DashboardDocument;
  sheet: Sheet;
  language: string;
  place: Place;
  locked: readonly string[];
  variables: Record<string, string | number>;
  /** What a reader did to an object beside selecting: sort, page, open rows, search. */
  local: Record<string, Record<string, unknown>>;
  /** The reader's texts of charts. */
  say?: ObjectContext["say"];
}

/** All that an object may know, as of one standpoint. */
export function contextOf(at: Standpoint): ObjectContext {
  const text: ObjectContext["text"] = (t) => textIn(t, at.language, at.document.language);
  return {
    document: at.document,
    sheet: at.sheet,
    locale: localeOf(at.language),
    selections: at.place.selections,
    locked: at.locked,
    variables: at.variables,
    drillLevel: (id) => at.place.drill[id] ?? 0,
    local: (id) => at.local[id] ?? {},
    text,
    measure: (use) => resolveMeasure(use, at, text),
    formats: createFormats(localeOf(at.language), at.document),
    ...(at.say ? { say: at.say } : {}),
  };
}

function resolveMeasure(use: MeasureUse, at: Standpoint, text: ObjectContext["text"]): ResolvedMeasure {
  const own = typeof use === "string" ? { use } : use;
  const known = own.use === undefined ? undefined : libraryMeasure(own.use, at);
  return {
    label: text(own.label ?? known?.label ?? own.use ?? own.value),
    value: own.value ?? known?.value ?? own.use ?? "",
    format: formatOf(own.format ?? known?.format),
    better: own.better ?? known?.better ?? "none",
  };
}

const libraryMeasure = (id: string, { sheet, document }: Standpoint) =>
  sheet.measures?.[id] ?? document.measures[id];

const KINDS: readonly string[] = ["number", "integer", "money", "percent", "date", "duration"];

/** A format as the sheet writes it: a word, or an object with its kind. Anything else is a plain number. */
export function formatOf(format: unknown): ValueFormat {
  if (typeof format === "string" && KINDS.includes(format)) return { kind: format as ValueFormat["kind"] };
  if (
    typeof format === "object" &&
    format !== null &&
    "kind" in format &&
    KINDS.includes(String(format.kind))
  )
    return format as ValueFormat;
  return { kind: "number" };
}

export interface ResolvedDimension {
  /** Field name; null for an expression. */
  field: string | null;
  /** For the engine: the field, or `=expression`. */
  expression: string;
  label: string;
  nulls?: "hide" | "show";
  zeros?: "hide" | "show";
  limit?: number;
  sort: { by: string; order?: "up" | "down" } | null;
  text(value: CellValue): string;
}

/** A dimension of the sheet file at the object's present drill level. */
export function resolveDimension(
  dimension: NonNullable<SheetObject["dimension"]>,
  objectId: string,
  context: ObjectContext,
): ResolvedDimension {
  const own = typeof dimension === "string" ? { field: dimension } : dimension;
  const level = own.drill ? Math.min(context.drillLevel(objectId), own.drill.length - 1) : 0;
  const field = own.drill?.[level] ?? own.field ?? null;
  const expression = field ?? `=${own.value ?? ""}`;
  const format = own.format === undefined ? null : formatOf(own.format);
  return {
    field,
    expression,
    label: own.label && !own.drill ? context.text(own.label) : fieldLabel(field ?? own.value ?? "", context),
    nulls: own.nulls,
    zeros: own.zeros,
    limit: own.limit,
    sort: own.sort ? (typeof own.sort === "string" ? { by: own.sort } : own.sort) : null,
    text: (value) =>
      format ? context.formats.value(value, format) : context.formats.field(value, field ?? ""),
  };
}

/** What drills in an object: its dimensions' first one with levels. */
export interface ObjectDrill {
  /** Its place among the object's dimensions. */
  at: number;
  /** Fields from the top down. */
  fields: readonly string[];
}

/** An object has one level, so one of its dimensions drills; further ones stay at their first level. */
export function objectDrill({ dimension, dimensions }: SheetObject): ObjectDrill | null {
  const given = dimensions ?? (dimension === undefined ? [] : [dimension]);
  const fields = given.map((d) => (typeof d === "string" ? undefined : d.drill));
  const at = fields.findIndex((own) => own !== undefined);
  return at < 0 ? null : { at, fields: fields[at] ?? [] };
}

/** The dimensions of an object in their order, the one that drills at its present level. */
export function resolveDimensions(object: SheetObject, context: ObjectContext): ResolvedDimension[] {
  const given = object.dimensions ?? (object.dimension === undefined ? [] : [object.dimension]);
  const drill = objectDrill(object);
  return given.map((dimension, i) =>
    resolveDimension(dimension, object.id, i === drill?.at ? context : atTop(context)),
  );
}

const atTop = (context: ObjectContext): ObjectContext => ({ ...context, drillLevel: () => 0 });

/** A field by the template's label, else by its name. */
export function fieldLabel(field: string, context: Pick<ObjectContext, "document" | "text">): string {
  const label = context.document.fields[field]?.label;
  return label === undefined ? field : context.text(label);
}
