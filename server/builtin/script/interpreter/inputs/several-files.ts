import { castTo } from "../../convert";
import { missingField, scriptError } from "../../errors";
import type { LibFile } from "../../port";
import { mergeTypes } from "../../types";
import type { InputScope } from "../input";
import { columnOf, ORDER, type Relation, type RelationColumn, withOrder } from "../relation";
import type { Run } from "../run";

/** Column of a relation over several files that says which file a row is of: its place in `files`. */
export const FILE = '"#file"';

/**
 * The rows of several files, one file behind the other; a field gets the type that holds all its values.
 * @param relations of the files, in their order
 * @throws `script.file` where a LOAD of all fields meets files with different ones, `script.field_missing` where a
 *   file lacks a field that the LOAD names
 */
export function oneBehindTheOther(
  run: Run,
  files: LibFile[],
  relations: Relation[],
  { wanted }: Pick<InputScope, "wanted">,
): Relation {
  const columns = commonNames(files, relations, wanted).map((name, i) => merged(relations, name, `c${i}`));
  const ordered = relations.some((r) => r.ordered);
  const parts = relations.map((relation, part) => {
    const rows = ordered ? withOrder(relation) : relation;
    const list = columns.map(({ name, column, type }) => {
      const own = relation.columns.find((c) => c.name === name);
      return `${own ? castTo(columnOf(own), type, run.variables.settings).sql : `NULL::${type.sql}`} AS ${column}`;
    });
    if (ordered) list.push(`i.${ORDER} AS ${ORDER}`);
    return `SELECT ${[...list, `${part} AS ${FILE}`].join(", ")} FROM (${rows.sql}) AS i`;
  });
  const all = parts.join(" UNION ALL ");
  const sql = ordered
    ? `SELECT * REPLACE (row_number() OVER (ORDER BY ${FILE}, ${ORDER}) AS ${ORDER}) FROM (${all})`
    : all;
  return { sql, columns, ordered, scrambled: ordered, files };
}

/** Names of the fields that all files have, in the first one's order. */
function commonNames(
  files: LibFile[],
  relations: Relation[],
  wanted: ReadonlySet<string> | undefined,
): string[] {
  const names = relations.map((r) => new Set(r.columns.map((c) => c.name)));
  const all = [...new Set(relations.flatMap((r) => r.columns.map((c) => c.name)))];
  for (const name of all.filter((n) => !wanted || wanted.has(n))) {
    const lacking = names.findIndex((set) => !set.has(name));
    if (lacking < 0) continue;
    const file = files[lacking]?.lib.replace(/^.*\//, "") ?? "";
    if (!wanted)
      throw scriptError(
        "script.file",
        `The file "${file}" has other columns than the others: no "${name}".`,
        {
          advice:
            "Name the fields to load, or load the files one by one: FOR EACH f IN FileList(…), with CONCATENATE.",
        },
      );
    const missing = missingField(name, names[lacking] ?? []);
    throw scriptError("script.field_missing", `The file "${file}" has no field "${name}".`, missing.options);
  }
  return all.filter((name) => names.every((set) => set.has(name)));
}

function merged(relations: Relation[], name: string, column: string): RelationColumn {
  const own = relations.flatMap((r) => r.columns.filter((c) => c.name === name));
  const [first, ...rest] = own.map((c) => c.type);
  const type = first ? rest.reduce(mergeTypes, first) : undefined;
  const format = own.find((c) => c.format)?.format;
  if (!type) throw new Error(`no relation has the column "${name}"`);
  return { name, column, type, ...(format ? { format } : {}) };
}
