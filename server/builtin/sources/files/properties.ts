import { wrongProperties } from "../errors";
import type { SourceField } from "../port";

export const ENCODINGS = ["utf-8", "latin-1", "utf-16"] as const;

/** How CSV is to be read, wherever it lies. */
export interface CsvProperties {
  /** One character; absent means DuckDB finds it. */
  delimiter?: string;
  header?: boolean;
  encoding?: (typeof ENCODINGS)[number];
  /** `.` or `,`. */
  decimal?: string;
  /** `%d.%m.%Y` */
  dateFormat?: string;
  /** Text that means NULL besides an empty one. */
  nullText?: string;
}

/** What a connection to files says. */
export interface FileProperties extends CsvProperties {
  /** Folder of the files; names in `files` are below it. */
  folder?: string;
  /** Table → file, pattern (`orders-*.csv`), sheet (`prices.xlsx#List`) or several; absent means every file of the folder that can be read. */
  files?: Record<string, string[]>;
}

/** Names of the properties that are about CSV. */
export const CSV_PROPERTIES = ["delimiter", "header", "encoding", "decimal", "dateFormat", "nullText"];
const KNOWN = ["folder", "files", ...CSV_PROPERTIES];
const NAMED_DELIMITERS: Record<string, string> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
};

interface Issue {
  path: string;
  message: string;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && !value.includes("\0");
}

/** Name of a table by its file's: without folder, extension, `upload:` and what a pattern leaves open. */
export function tableOf(file: string): string {
  const base =
    file
      .replace(/^upload:/, "")
      .split(/[/\\]/)
      .at(-1) ?? file;
  const bare = base
    .replace(/\.xlsx#(?=.)/i, ".")
    .replace(/\.(csv|tsv|txt|parquet|pq)(\.(gz|zst))?$|\.(qvd|xlsx|jsonl?|ndjson)$/i, "");
  return bare.replace(/[-_. ]*[*?]+[-_. ]*/g, "") || bare;
}

/** Table → names, from a list, one name or a mapping; what is wrong goes to `issues`. */
export function filesOf(value: unknown, issues: Issue[]): Record<string, string[]> | undefined {
  if (value === undefined) return undefined;
  const found: Record<string, string[]> = Object.create(null);
  const list = typeof value === "string" ? [value] : value;
  const entries: [string, unknown][] = Array.isArray(list)
    ? list.map((file) => [isName(file) ? tableOf(file) : "", file])
    : typeof list === "object" && list !== null
      ? Object.entries(list)
      : [["", list]];
  for (const [table, file] of entries) {
    const names = Array.isArray(file) ? file : [file];
    const path = `files${table ? `.${table}` : ""}`;
    if (names.length === 0 || !names.every(isName))
      issues.push({ path, message: "needs the name of a file" });
    else if (!isName(table)) issues.push({ path, message: "needs a name for its table" });
    else found[table] = [...(found[table] ?? []), ...names];
  }
  if (entries.length === 0) issues.push({ path: "files", message: "needs at least one file" });
  return found;
}

function delimiterOf(value: unknown, issues: Issue[]): string | undefined {
  if (value === undefined) return undefined;
  const delimiter = typeof value === "string" ? (NAMED_DELIMITERS[value.toLowerCase()] ?? value) : "";
  if (delimiter.length === 1 && !/["\n\r\0]/.test(delimiter)) return delimiter;
  issues.push({ path: "delimiter", message: "needs one character, or tab" });
  return undefined;
}

/** The part of a connection's properties that says how to read CSV; what is wrong goes to `issues`. */
export function csvProperties(given: Record<string, unknown>, issues: Issue[]): CsvProperties {
  const text = (name: string, valid: (text: string) => boolean, message: string) => {
    const value = given[name];
    if (value === undefined) return {};
    if (isName(value) && valid(value)) return { [name]: value };
    issues.push({ path: name, message });
    return {};
  };
  const delimiter = delimiterOf(given.delimiter, issues);
  if (given.header !== undefined && typeof given.header !== "boolean")
    issues.push({ path: "header", message: "needs true or false" });
  return {
    ...text("encoding", (v) => ENCODINGS.some((e) => e === v), `needs one of ${ENCODINGS.join(", ")}`),
    ...text("decimal", (v) => v === "." || v === ",", 'needs "." or ","'),
    ...text("dateFormat", (v) => v.includes("%"), "needs a pattern like %d.%m.%Y"),
    ...text("nullText", () => true, "needs a text"),
    ...(delimiter ? { delimiter } : {}),
    ...(typeof given.header === "boolean" ? { header: given.header } : {}),
  };
}

/** Checks a connection's properties; throws `connections.properties`. */
export function fileProperties(properties: Record<string, unknown>): FileProperties {
  const given = Object.fromEntries(
    Object.entries(properties).filter(([, v]) => v !== undefined && v !== null && v !== ""),
  );
  const issues: Issue[] = Object.keys(given)
    .filter((name) => !KNOWN.includes(name))
    .map((path) => ({ path, message: "is not a property of files" }));
  if (given.folder !== undefined && !isName(given.folder))
    issues.push({ path: "folder", message: "needs the path of a folder" });
  const folder = isName(given.folder) ? given.folder : undefined;
  const csv = csvProperties(given, issues);
  const files = filesOf(given.files, issues);
  if (folder === undefined && files === undefined && issues.length === 0)
    issues.push({ path: "files", message: "needs files, a folder, or both" });
  if (issues.length > 0) throw wrongProperties("files", issues);
  return { ...csv, ...(folder ? { folder } : {}), ...(files ? { files } : {}) };
}

/** The form's fields about CSV. */
export const CSV_FIELDS: SourceField[] = [
  { name: "delimiter", label: "Delimiter", type: "text", required: false, placeholder: "found by itself" },
  { name: "header", label: "First line holds names", type: "switch", required: false, default: true },
  {
    name: "encoding",
    label: "Encoding",
    type: "choice",
    required: false,
    default: "utf-8",
    choices: ENCODINGS.map((value) => ({ value, label: value.toUpperCase() })),
  },
  {
    name: "decimal",
    label: "Decimal mark",
    type: "choice",
    required: false,
    default: ".",
    choices: [
      { value: ".", label: "1.50" },
      { value: ",", label: "1,50" },
    ],
  },
  { name: "dateFormat", label: "Dates", type: "text", required: false, placeholder: "%d.%m.%Y" },
  { name: "nullText", label: "Text that means empty", type: "text", required: false, placeholder: "NULL" },
];
