import type { TableMapping } from "@/db/schema";
import type { BrowsedColumn, BrowsedTable } from "@/server/connections/port";
import { alike, likeness } from "./names-model";

/** What a template's tables need against what a source has. Browser-safe: the wizard asks the same as the server. */
export interface DeclaredTable {
  name: string;
  columns: { name: string; type?: string; optional?: boolean }[];
}

/** What was seen in a source. */
export interface SourceFacts {
  tables: BrowsedTable[];
  /** Columns by the table's name as a mapping writes it. */
  columns: Record<string, BrowsedColumn[]>;
  /** Schemas whose tables need no schema before their name. */
  schemas: string[];
  /** Names are told apart by case (PostgreSQL): another case is another name, and must be mapped. */
  exactCase: boolean;
}

export type ColumnState = "found" | "mapped" | "differs" | "missing" | "optional" | "left-out";

export interface ColumnCheck {
  name: string;
  type: string | null;
  optional: boolean;
  /** The source's column, null where there is none. */
  source: string | null;
  sourceType: string | null;
  state: ColumnState;
  suggestions: string[];
}

export type TableState = "fits" | "mapped" | "differs" | "optional" | "incomplete" | "missing" | "unknown";

export interface TableCheck {
  name: string;
  /** The source's table as a mapping writes it; null where there is none. */
  source: string | null;
  rows: number | null;
  /** `unknown`: its columns were not looked at yet. */
  state: TableState;
  columns: ColumnCheck[];
  suggestions: string[];
}

const part = (name: string) => (/[."]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

/** A table's name as a mapping writes it; without its schema where that is looked in anyway. */
export function tableRef(table: BrowsedTable, schemas: readonly string[]): string {
  if (table.kind === "file") return table.name;
  if (!table.schema || schemas.includes(table.schema)) return part(table.name);
  return `${part(table.schema)}.${part(table.name)}`;
}

const sameName = (name: string, facts: SourceFacts) => (other: string) =>
  facts.exactCase ? other === name : other.toLowerCase() === name.toLowerCase();

function findTable(ref: string, facts: SourceFacts): BrowsedTable | undefined {
  const same = sameName(ref, facts);
  const full = (t: BrowsedTable) => (t.schema ? `${part(t.schema)}.${part(t.name)}` : t.name);
  return (
    facts.tables.find((t) => tableRef(t, facts.schemas) === ref) ??
    facts.tables.find((t) => same(tableRef(t, facts.schemas)) || same(full(t)))
  );
}

/** Tables that are like the declared one, best first: the same name in another schema before all. */
export function tableSuggestions(name: string, facts: SourceFacts): string[] {
  const refs = facts.tables.map((t) => ({ name: t.name, ref: tableRef(t, facts.schemas) }));
  const names = alike(
    name,
    refs.map((r) => r.name),
  );
  return names.flatMap((n) => refs.filter((r) => r.name === n).map((r) => r.ref)).slice(0, 3);
}

const FAMILIES: [RegExp, string][] = [
  [/^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|DECIMAL|NUMERIC|DOUBLE|FLOAT|REAL)/i, "number"],
  [/^BOOL/i, "boolean"],
  [/^(TIMESTAMP|DATETIME)/i, "timestamp"],
  [/^DATE/i, "date"],
  [/^TIME/i, "time"],
];
const WANTED: Record<string, readonly string[]> = {
  integer: ["number"],
  number: ["number"],
  decimal: ["number"],
  boolean: ["boolean", "number"],
  date: ["date", "timestamp"],
  timestamp: ["timestamp", "date"],
  time: ["time", "timestamp"],
};

/** Does what a source gives fit what a template declares? Text takes everything. */
export function typeFits(declared: string | undefined, stored: string): boolean {
  const wanted = declared ? WANTED[declared] : undefined;
  if (!wanted) return true;
  const family = FAMILIES.find(([pattern]) => pattern.test(stored))?.[1] ?? "text";
  return wanted.includes(family);
}

function checkColumn(
  column: DeclaredTable["columns"][number],
  mapped: string | undefined,
  known: BrowsedColumn[],
  taken: ReadonlySet<string>,
  facts: SourceFacts,
): ColumnCheck {
  const base = { name: column.name, type: column.type ?? null, optional: column.optional ?? false };
  const none = { ...base, source: null, sourceType: null };
  if (mapped === "") return { ...none, state: base.optional ? "left-out" : "missing", suggestions: [] };
  const same = sameName(mapped ?? column.name, facts);
  const found = known.find((c) => same(c.name));
  if (found) {
    const fits = typeFits(column.type, found.type);
    const state = !fits ? "differs" : mapped === undefined ? "found" : "mapped";
    return {
      ...base,
      source: found.name,
      sourceType: found.sourceType || found.type,
      state,
      suggestions: [],
    };
  }
  const free = known.map((c) => c.name).filter((n) => !taken.has(n));
  const suggestions = alike(column.name, free);
  return { ...none, state: base.optional && mapped === undefined ? "optional" : "missing", suggestions };
}

function stateOf(columns: ColumnCheck[], renamed: boolean): TableState {
  const has = (state: ColumnState) => columns.some((c) => c.state === state);
  if (has("missing")) return "incomplete";
  if (has("differs")) return "differs";
  if (has("optional") || has("left-out")) return "optional";
  return renamed || has("mapped") ? "mapped" : "fits";
}

/** One declared table against the source, with the customer's names. */
export function checkTable(
  declared: DeclaredTable,
  mapping: TableMapping | undefined,
  facts: SourceFacts,
): TableCheck {
  const table = findTable(mapping?.table ?? declared.name, facts);
  if (!table) {
    const suggestions = tableSuggestions(mapping?.table ?? declared.name, facts);
    return { name: declared.name, source: null, rows: null, state: "missing", columns: [], suggestions };
  }
  const source = tableRef(table, facts.schemas);
  const seen = { name: declared.name, source, rows: table.rows, suggestions: [] };
  const known = facts.columns[source];
  if (!known) return { ...seen, state: "unknown", columns: [] };
  const taken = new Set<string>();
  for (const c of declared.columns) {
    const used = known.find((k) => sameName(mapping?.columns?.[c.name] ?? c.name, facts)(k.name));
    if (used) taken.add(used.name);
  }
  const columns = declared.columns.map((c) =>
    checkColumn(c, mapping?.columns?.[c.name], known, taken, facts),
  );
  const renamed = source.toLowerCase() !== declared.name.toLowerCase();
  return { ...seen, state: stateOf(columns, renamed), columns };
}

/** States that keep a reload from working. */
export const isBlocking = (check: TableCheck) => check.state === "missing" || check.state === "incomplete";

const SURE = 0.6;

/** The mapping with the likeliest column for each one that is missing; every column is given once at most. */
export function withSuggestions(check: TableCheck, mapping: TableMapping = {}): TableMapping {
  const open = check.columns.filter((c) => c.suggestions.length > 0);
  const pairs = open
    .flatMap((c) => c.suggestions.map((s) => ({ name: c.name, source: s, score: likeness(c.name, s) })))
    .filter((p) => p.score >= SURE)
    .sort((a, b) => b.score - a.score);
  const columns: Record<string, string> = { ...mapping.columns };
  const given = new Set<string>();
  for (const { name, source } of pairs) {
    if (columns[name] || given.has(source)) continue;
    columns[name] = source;
    given.add(source);
  }
  return Object.keys(columns).length > 0 ? { ...mapping, columns } : mapping;
}
