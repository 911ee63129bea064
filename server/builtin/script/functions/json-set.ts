import { asNumber, asText, type Typed } from "../convert";
import { quoteText } from "../quoting";
import type { CallContext, FunctionDefinition } from "../scope";
import { define, text } from "./define";

/** Changes of JSON in texts, at paths of RFC 6901. */
export const jsonChanges: FunctionDefinition[] = [
  define(
    "text",
    "JsonSet(json, path, value)",
    "StringFunctions/JsonSet",
    3,
    "The JSON with a JSON value at a path; NULL where the path leads nowhere or something is no JSON.",
    (c) => {
      const value = c.text(2);
      const json = `CASE WHEN json_valid(${value}) THEN CAST(json(${value}) AS VARCHAR) END`;
      return text(changed(c.text(0), pathOf(c, 1), json, false));
    },
  ),
  define(
    "text",
    "JsonSetEx(json, path, value, …)",
    "StringFunctions/JsonSetEx",
    [3, Infinity],
    "The JSON with values at paths, texts put into quotes; a value that is NULL takes out what is there.",
    (c) => {
      if (c.count % 2 === 0) throw c.error("each path needs a value", c.count - 1);
      let json = c.text(0);
      for (let at = 1; at < c.count; at += 2)
        json = changed(json, pathOf(c, at), valueJson(c, c.arg(at + 1)), true);
      return text(json);
    },
  ),
];

/** The parts of a path; null where it is none: it begins with a slash or is empty. */
function pathOf(c: CallContext, index: number): string[] | null {
  const path = c.literalText(index);
  if (path === "") return [];
  if (!path.startsWith("/") || /~(?![01])/.test(path)) return null;
  return path
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

const pointer = (keys: readonly string[]) =>
  keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** SQL of a value as JSON: numbers, and texts that are written as one, bare; all others in quotes. */
function valueJson({ settings }: CallContext, value: Typed): string {
  const { kind } = value.type;
  if (kind === "integer" || kind === "number" || kind === "decimal" || kind === "boolean") {
    const { sql } = asNumber(value);
    return `CASE WHEN isfinite(CAST(${sql} AS DOUBLE)) THEN CAST(to_json(${sql}) AS VARCHAR) END`;
  }
  const shown = asText(value, settings);
  const quoted = `CAST(to_json(${shown}) AS VARCHAR)`;
  return `CASE WHEN regexp_full_match(${shown}, '-?(0|[1-9][0-9]*)(\\.[0-9]+)?') THEN ${shown} ELSE ${quoted} END`;
}

/**
 * SQL of the JSON with a value at a path. Text and value are worked out once, as fields of `_s`.
 * @param removes a value that is NULL takes out what is there, instead of making all NULL
 */
function changed(json: string, keys: string[] | null, value: string, removes: boolean): string {
  if (keys === null) return "CAST(NULL AS VARCHAR)";
  const holds = removes ? "json_valid(_s.j)" : "_s.v IS NOT NULL AND json_valid(_s.j)";
  const body = `CASE WHEN ${holds} AND ${reaches(keys)} THEN ${rebuilt(keys, 0)} END`;
  // Tested before, because an error that TRY catches costs a hundred times as much as the test.
  return `TRY(list_transform([{'j': ${json}, 'v': ${value}}], _s -> ${body})[1])`;
}

/** SQL of what stands at the first parts of the path. */
function at(keys: readonly string[]): string {
  return keys.length === 0 ? "CAST(_s.j AS JSON)" : `json_extract(_s.j, ${quoteText(pointer(keys))})`;
}

/** Whether the path's last part can be a member or element: of an object any name, of a list a place up to its end. */
function reaches(keys: string[]): string {
  const last = keys.at(-1);
  if (last === undefined) return "true";
  const parent = at(keys.slice(0, -1));
  const isObject = `json_type(${parent}) = 'OBJECT'`;
  const place = placeOf(last, parent);
  return place === null
    ? isObject
    : `(${isObject} OR (json_type(${parent}) = 'ARRAY' AND ${place} <= ${sizeOf(parent)}))`;
}

const sizeOf = (list: string) => `CAST(json_array_length(${list}) AS BIGINT)`;

/** SQL of a place in a list, from 0; null where the part of a path is none. */
function placeOf(key: string, list: string): string | null {
  if (key === "-") return sizeOf(list);
  return /^(0|[1-9]\d{0,8})$/.test(key) ? key : null;
}

/** SQL of the text of what stands at the first `depth` parts of the path, with the value put in below. */
function rebuilt(keys: string[], depth: number): string {
  const key = keys[depth];
  if (key === undefined) return "_s.v";
  const here = at(keys.slice(0, depth));
  const inner = rebuilt(keys, depth + 1);
  const k = `_k${depth}`;
  const name = quoteText(key);
  const child = `json_extract(${here}, '/' || replace(replace(${k}, '~', '~0'), '/', '~1'))`;
  const isHere = `${k} = ${name}`;
  const member = `CAST(to_json(${k}) AS VARCHAR) || ':' || CASE WHEN ${isHere} THEN ${inner} ELSE CAST(${child} AS VARCHAR) END`;
  const names = `json_keys(${here})`;
  const all = `CASE WHEN list_contains(${names}, ${name}) THEN ${names} ELSE list_append(${names}, ${name}) END`;
  // Of what is NULL nothing is left: array_to_string passes over it.
  const object = `'{' || array_to_string(list_transform(${all}, ${k} -> ${member}), ',') || '}'`;
  const place = placeOf(key, here);
  if (place === null) return object;
  const size = sizeOf(here);
  const element = `CASE WHEN ${k} = ${place} THEN ${inner} ELSE CAST(json_extract(${here}, '/' || ${k}) AS VARCHAR) END`;
  const list = `'[' || array_to_string(list_transform(range(greatest(${size}, ${place} + 1)), ${k} -> ${element}), ',') || ']'`;
  return `CASE json_type(${here}) WHEN 'ARRAY' THEN ${list} ELSE ${object} END`;
}
