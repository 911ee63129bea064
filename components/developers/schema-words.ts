import type { JsonSchema } from "./model";

/** A schema's type in one short line: `text`, `list of number`, `one of a, b`. */
export function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return [...new Set(branches.map(typeOf))].join(" | ");
  if (schema.allOf) return schema.allOf.map(typeOf).join(" & ");
  const types = Array.isArray(schema.type)
    ? schema.type
    : [schema.type ?? (schema.properties ? "object" : "any")];
  const words = types.map((type) => (type === "array" ? `${typeOf(schema.items ?? {})}[]` : type));
  return words.join(" | ") + (schema.format ? ` (${schema.format})` : "");
}

/** Limits in one short line; empty where there are none. */
export function limitsOf(schema: JsonSchema): string {
  const { minimum, maximum, minLength, maxLength, default: fallback } = schema;
  const far = Number.MAX_SAFE_INTEGER;
  return [
    minimum !== undefined && minimum > -far ? `≥ ${minimum}` : null,
    maximum !== undefined && maximum < far ? `≤ ${maximum}` : null,
    minLength ? `≥ ${minLength} characters` : null,
    maxLength !== undefined ? `≤ ${maxLength} characters` : null,
    fallback !== undefined ? `default ${JSON.stringify(fallback)}` : null,
  ]
    .filter(Boolean)
    .join(", ");
}

/** The object schema whose properties can be opened: the schema itself, its items, or the only branch that has some. */
export function inner(schema: JsonSchema): JsonSchema | null {
  if (schema.properties) return schema;
  if (schema.items) return inner(schema.items);
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  for (const branch of branches) {
    const found = inner(branch);
    if (found) return found;
  }
  return typeof schema.additionalProperties === "object" ? inner(schema.additionalProperties) : null;
}

const DEEP = 4;

/** A value that fits: required members only, defaults where there are. */
export function exampleOf(schema: JsonSchema, depth = 0): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const branch = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (branch) return exampleOf(branch, depth);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object" || schema.properties) {
    if (depth >= DEEP) return {};
    return Object.fromEntries(
      (schema.required ?? []).map((key) => [key, exampleOf(schema.properties?.[key] ?? {}, depth + 1)]),
    );
  }
  if (type === "array") return [];
  if (type === "boolean") return false;
  if (type === "integer" || type === "number")
    return schema.minimum !== undefined && schema.minimum > 0 ? schema.minimum : 0;
  return type === "null" ? null : "";
}
