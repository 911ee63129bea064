/** What the values of one place in a JSON file are, over all of its objects. */
export type JsonKind = "whole" | "number" | "boolean" | "text" | "null" | "json";

/** A field of a JSON file: members of nested objects by dotted names. */
export interface JsonField {
  name: string;
  /** JSON pointer of its place in an object. */
  pointer: string;
  kind: JsonKind;
}

const KINDS: Record<string, JsonKind> = {
  BIGINT: "whole",
  UBIGINT: "whole",
  DOUBLE: "number",
  BOOLEAN: "boolean",
  VARCHAR: "text",
  NULL: "null",
};

/**
 * The fields of objects.
 * @param structure what DuckDB's `json_group_structure` tells of them: `{"id": "BIGINT", "name": {"first": "VARCHAR"}}`
 * @returns undefined where they are not all objects
 */
export function jsonFields(structure: unknown): JsonField[] | undefined {
  return isObject(structure) ? membersOf(structure, "", "") : undefined;
}

function membersOf(structure: Record<string, unknown>, name: string, pointer: string): JsonField[] {
  return Object.entries(structure).flatMap(([key, inside]): JsonField[] => {
    const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const called = name === "" ? key : `${name}.${key}`;
    if (isObject(inside)) return membersOf(inside, called, at);
    return [{ name: called, pointer: at, kind: (typeof inside === "string" && KINDS[inside]) || "json" }];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
