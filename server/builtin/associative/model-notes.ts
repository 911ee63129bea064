import type { DataModel, KeySide, ModelKey } from "@/server/platform/model";

/** One line about the data model for the reload's log. */
export interface ModelNote {
  level: "info" | "warn";
  message: string;
}

/** A model with more to say has a fault that the first lines show. */
const MOST = 50;

/** What a script's author should know of the model: circles and synthetic keys with what to do, and keys that meet badly. */
export function modelNotes(model: DataModel): ModelNote[] {
  const notes = [
    ...(model.loosened ?? []).map(({ table, fields, circle }) =>
      circle.length === 0
        ? info(
            `"${table}" is loosened by the script: its links by ${quoted(fields)} do not count and selections do not ` +
              "go through them.",
          )
        : warn(
            `Tables ${quoted(circle)} close a circle, so "${table}" is loosened: its links by ${quoted(fields)} do not ` +
              "count and selections do not go through them. Rename one of these fields (AS), so that only one way links " +
              "the tables.",
          ),
    ),
    ...model.syntheticKeys.map(({ name, tables, fields }) =>
      warn(
        `Tables ${quoted(tables)} share ${quoted(fields)}: they are linked by a synthetic key` +
          `${name ? ` (${name})` : ""} of these ${fields.length} fields. Rename all but one of them (AS), or make them ` +
          `one key field (${fields.join(" & '|' & ")}), unless that is meant.`,
      ),
    ),
    ...(model.keys ?? []).flatMap((key) => keyNotes(key)),
  ];
  const more = notes.length - MOST;
  return more > 0 ? [...notes.slice(0, MOST), warn(`${more} more notes on the data model.`)] : notes;
}

function keyNotes(key: ModelKey): ModelNote[] {
  const name = quoted(key.fields);
  const filled = key.sides.filter((s) => s.distinct > 0);
  const tables = quoted(key.sides.map((s) => s.table));
  if (filled.length > 1 && filled.every((s) => s.danglingValues === s.distinct))
    return [
      warn(
        `${name} links tables ${tables}, but they have no value in common. Check whether it means the same in each, ` +
          "and is written alike.",
      ),
    ];
  return key.sides.flatMap((side) => {
    const lacks = [
      ...(side.danglingRows > 0
        ? [`${rows(side.danglingRows)} with ${values(side)} that no other table has`]
        : []),
      ...(side.nulls > 0 ? [`${rows(side.nulls)} without a value`] : []),
    ];
    return lacks.length > 0 ? [info(`Key ${name} of "${side.table}": ${lacks.join(", ")}.`)] : [];
  });
}

function rows(n: number): string {
  return `${n.toLocaleString("en")} ${n === 1 ? "row" : "rows"}`;
}

function values({ danglingValues: n }: KeySide): string {
  return n === 1 ? "a value" : `${n.toLocaleString("en")} values`;
}

function quoted(names: readonly string[]): string {
  const all = names.map((name) => `"${name}"`);
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

function warn(message: string): ModelNote {
  return { level: "warn", message };
}

function info(message: string): ModelNote {
  return { level: "info", message };
}
