import type { ReloadProgress, ReloadTable } from "@/db/schema";
import type { ReloadFacts } from "./run-types";

export interface TableView {
  name: string;
  state: ReloadTable["state"];
  rows: number;
  estimate?: number;
  /** 0 to 1; absent where nobody knows how many rows will come. */
  share?: number;
  ms?: number;
}

interface Sample {
  at: number;
  rows: number;
}

/** A reload as the page draws it. Within one attempt no bar and no figure ever goes back. */
export interface ReloadView extends ReloadFacts {
  tables: TableView[];
  rows: number;
  bytes: number;
  /** 0 to 1; absent where it is not honestly known. */
  share?: number;
  samples: Sample[];
}

const RANK: Record<ReloadTable["state"], number> = { waiting: 0, loading: 1, stopped: 2, loaded: 3 };
const KEPT_SAMPLES = 12;

function max(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.max(a, b);
}

function shareOf(table: ReloadTable): number | undefined {
  if (table.state === "loaded") return 1;
  if (table.state === "waiting" && table.rows === 0) return 0;
  return table.estimate ? Math.min(0.99, table.rows / table.estimate) : undefined;
}

function mergeTable(before: TableView | undefined, now: ReloadTable): TableView {
  const state = before && RANK[before.state] > RANK[now.state] ? before.state : now.state;
  return {
    name: now.name,
    state,
    rows: Math.max(before?.rows ?? 0, now.rows),
    estimate: now.estimate ?? before?.estimate,
    share: max(before?.share, shareOf(now)),
    ms: now.ms ?? before?.ms,
  };
}

function mergeTables(before: TableView[], now: ReloadTable[]): TableView[] {
  const known = new Map(before.map((table) => [table.name, table]));
  const merged = now.map((table) => mergeTable(known.get(table.name), table));
  const named = new Set(now.map((table) => table.name));
  return [...merged, ...before.filter((table) => !named.has(table.name))];
}

/** The share of all rows loaded, where every table's size is known; else the reload's own honest percent. */
function overall(tables: TableView[], progress: ReloadProgress): number | undefined {
  if (progress.percent !== undefined) return Math.min(1, Math.max(0, progress.percent / 100));
  let [done, all] = [0, 0];
  for (const table of tables) {
    const size = table.state === "loaded" ? table.rows : table.estimate;
    if (size === undefined) return undefined;
    done += Math.min(table.rows, size);
    all += size;
  }
  return all > 0 ? done / all : undefined;
}

export function startReloadView(facts: ReloadFacts): ReloadView {
  const empty: ReloadView = { ...facts, progress: null, tables: [], rows: 0, bytes: 0, samples: [] };
  return facts.progress
    ? withProgress(empty, facts.progress, (facts.endedAt ?? new Date()).getTime())
    : empty;
}

/** @param at when the progress was reported, in milliseconds */
export function withProgress(view: ReloadView, progress: ReloadProgress, at: number): ReloadView {
  const tables = mergeTables(view.tables, progress.tables);
  const rows = Math.max(view.rows, progress.rows);
  const last = view.samples.at(-1);
  const samples = last && at <= last.at ? view.samples : [...view.samples, { at, rows }].slice(-KEPT_SAMPLES);
  return {
    ...view,
    progress,
    tables,
    rows,
    bytes: Math.max(view.bytes, progress.bytes),
    share: max(view.share, overall(tables, progress)),
    samples,
  };
}

/** A newer answer of the API about a reload already shown. Another attempt starts from nothing. */
export function mergeReload(before: ReloadView | undefined, facts: ReloadFacts): ReloadView {
  if (!before || before.attempt !== facts.attempt) return startReloadView(facts);
  const view: ReloadView = { ...before, ...facts, progress: before.progress };
  return facts.progress ? withProgress(view, facts.progress, (facts.endedAt ?? new Date()).getTime()) : view;
}

/** Rows per second over the last few reports; undefined until there are two, or when nothing moves. */
export function rowsPerSecond(view: ReloadView): number | undefined {
  const [first, last] = [view.samples[0], view.samples.at(-1)];
  if (!first || !last || last.at - first.at < 400 || last.rows <= first.rows) return undefined;
  return ((last.rows - first.rows) / (last.at - first.at)) * 1000;
}

/** Rows there will be, where every table's size is known. */
export function expectedRows(view: ReloadView): number | undefined {
  let all = 0;
  for (const table of view.tables) {
    const size = table.state === "loaded" ? table.rows : table.estimate;
    if (size === undefined) return undefined;
    all += Math.max(size, table.rows);
  }
  return view.tables.length > 0 ? all : undefined;
}
