import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileLiteral } from "@/server/builtin/sources/rows/file-literal";
import { scriptError } from "../../../errors";
import { quoteName, quoteText } from "../../../quoting";
import { decimalType, TYPES, type ValueType } from "../../../types";
import { checkFieldNames } from "../../catalog";
import type { InputScope } from "../../input";
import { ORDER, type Relation, type RelationColumn, tableRelation } from "../../relation";
import type { Run } from "../../run";
import { autoTyped } from "../auto-types";
import { type JsonField, jsonFields } from "./fields";
import { checkNesting } from "./nesting";

/** Longest object that is read, in bytes. */
const MAX_OBJECT = 64 * 1024 * 1024;
/** More of them, and finding their types takes minutes. */
const MOST_FIELDS = 1000;

/**
 * A JSON file: an array of objects, objects behind each other (a line each, or not), or one object. Members of nested
 * objects are fields by dotted names; an array is its JSON text. Every object counts when fields and types are found.
 */
export async function jsonInput(run: Run, path: string, scope: InputScope): Promise<Relation> {
  await checkEnd(path);
  await checkNesting(path);
  run.progress.addBytes((await stat(path)).size);
  const source = objects(path, await startsWithMark(path));
  const fields = await damageNamed(path, async () => fieldsOf(run, source, path));
  checkCount(fields, path);
  checkFieldNames(
    fields.map((f) => f.name),
    basename(path),
  );
  const wanted = fields.filter((f) => !scope.wanted || scope.wanted.has(f.name));
  const table = run.db.temporaryName();
  scope.temporary.push(table);
  const pointers = wanted.map((f) => quoteText(f.pointer)).join(", ");
  const texts = wanted.map((_, i) => `l[${i + 1}] AS k${i}`);
  await damageNamed(path, () =>
    run.db.run(
      `CREATE TABLE ${quoteName(table)} AS SELECT ${texts.join(", ") || "true AS k"} FROM (SELECT ${pointers ? `json_extract_string(j, [${pointers}])` : "NULL"} AS l FROM (${source}))`,
    ),
  );
  return typed(run, table, wanted);
}

function checkCount({ length }: readonly JsonField[], path: string): void {
  if (length <= MOST_FIELDS) return;
  throw scriptError("script.limit", `The objects of "${basename(path)}" have ${length} members together.`, {
    advice: `Up to ${MOST_FIELDS.toLocaleString("en")} are read: make a list of values where each has a name of its own now.`,
  });
}

/** SQL of the file's objects, as column `j`. */
function objects(path: string, whole: boolean): string {
  // The reader does not look behind a byte order mark: it takes the file for one value then.
  const format = whole ? "unstructured" : "auto";
  const read = `read_json_objects(${fileLiteral(path)}, format = '${format}', maximum_object_size = ${MAX_OBJECT})`;
  if (!whole) return `SELECT json AS j FROM ${read}`;
  return `SELECT unnest(CASE WHEN json_type(json) = 'ARRAY' THEN json_extract(json, '$[*]') ELSE [json] END) AS j FROM ${read}`;
}

async function fieldsOf(run: Run, source: string, path: string): Promise<JsonField[]> {
  const [row] = await run.db.rows(
    `SELECT CAST(json_group_structure(j) AS VARCHAR), coalesce(bool_and(json_type(j) = 'OBJECT'), true) FROM (${source})`,
  );
  const [structure, all] = row ?? [];
  const fields = typeof structure === "string" ? jsonFields(JSON.parse(structure)) : undefined;
  if (fields && all === true && fields.length > 0) return fields;
  throw scriptError(
    "script.file",
    typeof structure === "string"
      ? `The file "${basename(path)}" holds values that are no objects with members.`
      : `The file "${basename(path)}" holds no objects.`,
    { advice: 'A JSON file needs objects: [{"id": 1}, {"id": 2}], or one object a line.' },
  );
}

/** Numbers and truth values have the types JSON gives them; texts those that all of them have, as in text files. */
async function typed(run: Run, table: string, fields: JsonField[]): Promise<Relation> {
  const types = await Promise.all(fields.map((f, i) => typeOfField(run, table, f, i)));
  const relation = tableRelation(
    table,
    fields.map((_, i) => ({ name: `k${i}`, stored: "VARCHAR", type: TYPES.text })),
  );
  const columns = fields.map(({ name }, i): RelationColumn => ({ name, column: `c${i}`, type: TYPES.text }));
  const texts = new Set(fields.filter((f) => f.kind === "text").map((f) => f.name));
  const read = await autoTyped(run, { ...relation, columns }, texts);
  const list = read.columns.map(({ column }, i) => {
    const type = types[i];
    return type && type.kind !== "text" ? `CAST(${column} AS ${type.sql}) AS ${column}` : column;
  });
  return {
    ...read,
    sql: `SELECT ${[...list, ORDER].join(", ")} FROM (${read.sql})`,
    columns: read.columns.map((c, i) => {
      const type = types[i];
      return type && type.kind !== "text" ? { ...c, type } : c;
    }),
  };
}

async function typeOfField(run: Run, table: string, { kind }: JsonField, index: number): Promise<ValueType> {
  if (kind === "number") return TYPES.number;
  if (kind === "boolean") return TYPES.boolean;
  if (kind === "null") return TYPES.null;
  if (kind !== "whole") return TYPES.text;
  const [row] = await run.db.rows(
    `SELECT coalesce(bool_and(k${index} IS NULL OR TRY_CAST(k${index} AS BIGINT) IS NOT NULL), true) FROM ${quoteName(table)}`,
  );
  return row?.[0] === true ? TYPES.integer : decimalType(38, 0);
}

/** What the reader finds wrong, by the file's name instead of its path. */
async function damageNamed<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
    const found = /(?:at byte \d+ in [^:]+: )?(?:unexpected|invalid|trailing|malformed)[^.\n]*/i;
    const malformed = /malformed json|maximum_object_size/i.test(cause);
    if (!malformed) throw error;
    const large = /maximum_object_size/i.test(cause);
    const reason =
      cause.replace(/^.*?malformed json in file "[^"]*",?\s*/i, "").match(found)?.[0] ?? "it is damaged";
    throw scriptError(
      "script.file",
      large
        ? `The file "${basename(path)}" holds an object of more than 64 MB.`
        : `The file "${basename(path)}" is not sound JSON: ${reason}.`,
      { cause: error },
    );
  }
}

async function startsWithMark(path: string): Promise<boolean> {
  return (await piece(path, 0, 3)).equals(Buffer.from([0xef, 0xbb, 0xbf]));
}

const LOOKED_AT = 4096;

/** The reader takes an array whose end is missing for a whole one, if it is cut off between two objects. */
async function checkEnd(path: string): Promise<void> {
  const { size } = await stat(path);
  const head = (await piece(path, 0, LOOKED_AT))
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart();
  const tail = (await piece(path, Math.max(0, size - LOOKED_AT), LOOKED_AT)).toString("utf8").trimEnd();
  if (!head.startsWith("[") || tail.endsWith("]")) return;
  throw scriptError("script.file", `The file "${basename(path)}" is cut off: its array has no end.`, {
    advice: "Make the file again, or copy it again as a whole.",
  });
}

async function piece(path: string, from: number, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
