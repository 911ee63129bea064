import type { Catalog } from "@/server/builtin/associative/catalog";
import type { DataModel } from "@/server/platform/model";

/** Fields a permission omits. */
export interface Hidden {
  /** Name in the reduced model: the field's own; null where it is gone; an unspeakable one for a key that still links. */
  nameOf(field: string): string | null;
  /** The unspeakable names. */
  made: ReadonlySet<string>;
}

/**
 * Which fields are hidden. One that links tables goes on linking, under a name nobody can guess: without it the other
 * fields would fall apart.
 * @param fields upper-cased names: of `omit` with `*` and `?` as wildcards, of `withheld` as they are
 */
export function hiddenFields(
  catalog: Catalog,
  { omit, withheld }: { omit: readonly string[]; withheld: readonly string[] },
  makeName: () => string,
): Hidden {
  const matches = omit.map(patternOf);
  const names = new Map<string, string | null>();
  for (const { name, tables } of catalog.model.fields)
    if (withheld.includes(name.toUpperCase()) || matches.some((m) => m.test(name.toUpperCase())))
      names.set(name, tables.length > 1 ? makeName() : null);
  const made = new Set([...names.values()].filter((n) => n !== null));
  return { made, nameOf: (field) => (names.has(field) ? (names.get(field) ?? null) : field) };
}

function patternOf(text: string): RegExp {
  const escaped = text
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${escaped}$`, "su");
}

/** The model as it leaves the engine: keys that only link are not in it. */
export function withoutHidden(model: DataModel, { made }: Hidden): DataModel {
  return made.size === 0 ? model : (scrubbed(model, made) as DataModel);
}

function scrubbed(value: unknown, made: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.filter((v) => !isMade(v, made)).map((v) => scrubbed(v, made));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, scrubbed(v, made)]));
}

function isMade(value: unknown, made: ReadonlySet<string>): boolean {
  if (typeof value === "string") return made.has(value);
  if (typeof value !== "object" || value === null) return false;
  const names = Object.entries(value).flatMap(([key, v]) => (key === "field" || key === "name" ? [v] : []));
  const fields = "fields" in value && Array.isArray(value.fields) ? value.fields : [];
  const linked = fields.length > 0 && !("name" in value) && fields.some((f) => made.has(String(f)));
  return linked || names.some((n) => made.has(String(n)));
}
