import type { ConnectionField } from "@/server/connections/port";

/** A source's form as data, as values of inputs and back. Every field has a key of its own: names repeat by group. */

export interface KeyedField extends ConnectionField {
  key: string;
}

/** Paths and addresses are long; the fields around them are short. */
export const isWide = ({ type, placeholder = "" }: { type: string; placeholder?: string }) =>
  type === "file" || type === "files" || type === "path" || placeholder.includes("://");

/** Values of the inputs by key; secrets are never filled in. */
export type SourceValues = Record<string, string | boolean>;

export function keyed(fields: readonly ConnectionField[]): KeyedField[] {
  return fields.map((field, i) => ({ ...field, key: `f${i}` }));
}

/** Alternatives a form offers, in its order; empty where it has none. */
export function groupsOf(fields: readonly ConnectionField[]): string[] {
  return [...new Set(fields.flatMap((f) => (f.group ? [f.group] : [])))];
}

/** Fields on screen: those of the chosen alternative and those of none. */
export function fieldsIn(fields: readonly KeyedField[], group: string): KeyedField[] {
  return fields.filter((f) => f.group === undefined || f.group === group);
}

/** The alternative stored properties were made with; a stored secret without any of its fields is the other one. */
export function groupFor(
  fields: readonly ConnectionField[],
  properties: Record<string, unknown>,
  hasSecret: boolean,
): string {
  const groups = groupsOf(fields);
  const filled = groups.find((g) =>
    fields.some((f) => f.group === g && f.type !== "secret" && properties[f.name] !== undefined),
  );
  if (filled) return filled;
  const onlySecret = groups.find((g) => fields.every((f) => f.group !== g || f.type === "secret"));
  return (hasSecret ? onlySecret : undefined) ?? groups[0] ?? "";
}

/** `{ orders: ["upload:orders.csv"] }` as lines `orders = upload:orders.csv`. */
function filesText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.join("\n");
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .flatMap(([table, files]) =>
      (Array.isArray(files) ? files : [files]).map((f) => `${table} = ${String(f)}`),
    )
    .join("\n");
}

/** One line per file: `table = file`, or a file whose name is the table's. */
export function filesOf(text: string): Record<string, string[]> | undefined {
  const found: Record<string, string[]> = {};
  for (const line of text.split("\n").map((l) => l.trim())) {
    if (line === "") continue;
    const at = line.indexOf("=");
    const file = (at < 0 ? line : line.slice(at + 1)).trim();
    const bare =
      file
        .replace(/^upload:/, "")
        .split("/")
        .at(-1) ?? file;
    const table = at < 0 ? tableName(bare) : line.slice(0, at).trim();
    found[table] = [...(found[table] ?? []), file];
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/** Without ending and what a pattern leaves open; a sheet of a workbook stays in it. */
function tableName(file: string): string {
  const bare = /\.xlsx#./i.test(file) ? file.replace(/\.xlsx#/i, ".") : file.replace(/\.[a-z0-9]+$/i, "");
  return bare.replace(/[-_. ]*\*+/g, "") || file;
}

export function toValues(fields: readonly KeyedField[], properties: Record<string, unknown>): SourceValues {
  return Object.fromEntries(
    fields.map((f): [string, string | boolean] => {
      const value = f.type === "secret" ? undefined : (properties[f.name] ?? f.default);
      if (f.type === "switch") return [f.key, value === true];
      if (f.type === "files") return [f.key, filesText(value)];
      return [f.key, value === undefined || value === null ? "" : String(value)];
    }),
  );
}

/** Properties as a connection stores them; what is empty or as by default is left out. */
export function toProperties(fields: readonly KeyedField[], values: SourceValues): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const f of fields) {
    const value = values[f.key];
    if (f.type === "secret" || value === undefined || value === "") continue;
    if (f.type === "switch") {
      if (value !== (f.default ?? false)) found[f.name] = value;
    } else if (f.type === "files") found[f.name] = filesOf(String(value));
    else if (f.type === "number") found[f.name] = Number(value);
    else if (f.type !== "choice" || value !== f.default) found[f.name] = String(value).trim();
  }
  return found;
}

/** The secret that was typed, if any. */
export function secretIn(fields: readonly KeyedField[], values: SourceValues): string | undefined {
  const field = fields.find((f) => f.type === "secret" && values[f.key]);
  return field ? String(values[field.key]) : undefined;
}

export type FieldProblem = "needed" | "number" | "choice";

/** Fields that cannot be sent as they are. A secret that is kept is not needed again. */
export function problemsIn(
  fields: readonly KeyedField[],
  values: SourceValues,
  keptSecret: boolean,
): Record<string, FieldProblem> {
  const found: Record<string, FieldProblem> = {};
  for (const f of fields) {
    const value = values[f.key];
    const empty = value === undefined || (typeof value === "string" && value.trim() === "");
    if (empty) {
      if (f.required && !(f.type === "secret" && keptSecret)) found[f.key] = "needed";
    } else if (f.type === "number" && !Number.isFinite(Number(value))) found[f.key] = "number";
    else if (f.type === "choice" && !f.choices?.some((c) => c.value === value)) found[f.key] = "choice";
  }
  return found;
}

/** An uploaded file as a line of a list of files, under the table its name says. */
export function tableLine(path: string): string {
  const [table = path] = Object.keys(filesOf(path) ?? {});
  return `${table} = ${path}`;
}
