import type { ReloadTable, StepError } from "@/db/schema";
import type { RunState, StepState } from "@/db/schema/states";
import { appendLines, EMPTY_LOG, type LogBuffer } from "../runs/log-buffer";
import type { RunFacts, RunPart, RunSnapshot, StepFacts } from "../runs/run-types";
import { type RunView, viewOf } from "../runs/run-view";

const START = Date.UTC(2026, 10, 21, 11, 4, 42);
const at = (seconds: number) => new Date(START + seconds * 1000);

export const MISSING_COLUMN: StepError = {
  code: "source.column_missing",
  message: "Column `discount_pct` is missing in `order_lines`.",
  advice:
    "The Sales script reads it in line 84; the table has `discount`. Map it for this tenant, then retry.",
  retryable: false,
  params: { line: 84 },
};

function run(
  id: string,
  kind: string,
  title: string,
  state: RunState,
  error: StepError | null = null,
): RunFacts {
  const moving = state === "running" || state === "undoing" || state === "cancelling";
  return {
    id,
    kind,
    title,
    state,
    error,
    tenantId: "ten_01jd8k4qx2aurora",
    result: state === "succeeded" ? "created" : null,
    startedBy: "local:cli",
    createdAt: at(0),
    startedAt: state === "queued" ? null : at(0),
    endedAt: moving || state === "queued" ? null : at(14),
  };
}

type Row = [name: string, state: StepState, from: number, to: number | null, message: string | null];

function steps(rows: Row[], error: StepError | null = null): StepFacts[] {
  return rows.map(([name, state, from, to, message], i) => ({
    seq: i + 1,
    name,
    kind: "step",
    state,
    attempt: 1,
    effect: state === "succeeded" ? "created" : null,
    message,
    error: state === "failed" ? error : null,
    startedAt: at(from),
    endedAt: to === null ? null : at(to),
  }));
}

const OWN: Row[] = [
  ["createTenant", "succeeded", 0, 0.41, "ten_01jd8k4qx2aurora"],
  ["configureIdentity", "succeeded", 0.41, 1.03, "Signed tokens, key nc-2026-2"],
  ["assignLicence", "succeeded", 1.03, 1.21, "Starter, 25 people"],
  ["ensureGroups", "succeeded", 1.21, 1.4, "3 groups"],
  ["ensureSpaces", "succeeded", 1.4, 1.54, "2 spaces"],
  ["ensureMembers", "succeeded", 1.54, 1.7, "4 people"],
  ["putConnections", "succeeded", 1.7, 1.99, "PostgreSQL, read only, secret stored"],
];

const TABLES: ReloadTable[] = [
  { name: "customers", rows: 148_201, estimate: 148_201, state: "loaded", ms: 270 },
  { name: "products", rows: 8_422, estimate: 8_422, state: "loaded", ms: 40 },
  { name: "orders", rows: 1_284_906, estimate: 1_284_906, state: "loaded", ms: 3110 },
  { name: "order_lines", rows: 2_913_440, estimate: 4_102_118, state: "loading" },
  { name: "stock_moves", rows: 0, estimate: 2_206_310, state: "waiting" },
];

function snapshot(root: RunPart, app: RunPart | null, tables: ReloadTable[], lastEventId = 1): RunSnapshot {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return {
    ...root,
    children: app ? [app] : [],
    lastEventId,
    reloads: app
      ? [
          {
            id: "rel_01",
            appId: "app_01",
            runId: app.run.id,
            state:
              app.run.state === "failed" ? "failed" : app.run.state === "succeeded" ? "succeeded" : "running",
            attempt: 1,
            progress: { statement: 6, statements: 9, rows, bytes: 912_000_000, tables },
            error: null,
            createdAt: at(3.6),
            startedAt: at(4),
            endedAt: app.run.state === "running" ? null : at(7.2),
          },
        ]
      : [],
  };
}

const APP: Row[] = [
  ["importApp", "succeeded", 1.99, 3.11, "Sales 4.2.0"],
  ["applyScript", "succeeded", 3.11, 3.55, "1 script, 2 conditions"],
];

/** A run in each state the page has to show. Times are long past, so that a running one has a big figure. */
export const SAMPLE_RUNS: Record<string, RunView> = {
  reloading: viewOf(
    snapshot(
      { run: run("run_reloading", "provision", "Set up Aurora Outfitters", "running"), steps: steps(OWN) },
      {
        run: run("run_sales", "provision-app", "Sales", "running"),
        steps: steps([...APP, ["startReload", "running", 3.6, null, null]]),
      },
      TABLES,
    ),
  ),
  failed: viewOf(
    snapshot(
      {
        run: run("run_failed", "provision", "Set up Delacroix & Fils", "failed", MISSING_COLUMN),
        steps: steps(OWN),
      },
      {
        run: run("run_failed_app", "provision-app", "Sales", "failed", MISSING_COLUMN),
        steps: steps([...APP, ["startReload", "failed", 3.6, 7.2, null]], MISSING_COLUMN),
      },
      TABLES.map((table) =>
        table.name === "order_lines" ? { ...table, rows: 0, state: "stopped" as const } : table,
      ),
    ),
  ),
  succeeded: viewOf(
    snapshot(
      {
        run: run("run_succeeded", "provision", "Set up Casa Lumbre", "succeeded"),
        steps: steps([...OWN, ["finish", "succeeded", 12, 14, "Active"]]),
      },
      {
        run: run("run_succeeded_app", "provision-app", "Sales", "succeeded"),
        steps: steps([
          ...APP,
          ["startReload", "succeeded", 3.6, 7.2, "4,355,000 rows"],
          ["verify", "succeeded", 7.2, 8, "6 checks"],
          ["publish", "succeeded", 8, 9, null],
          ["verifyPublished", "succeeded", 9, 10, "answered in 0.1 s"],
          ["schedule", "succeeded", 10, 11, "every 15 minutes"],
        ]),
      },
      TABLES.map((table) => ({ ...table, rows: table.estimate ?? 0, state: "loaded" as const })),
    ),
  ),
  undone: viewOf(
    snapshot(
      {
        run: run("run_undone", "provision", "Set up Tui Surf Co.", "undone"),
        steps: steps(OWN.map(([name, , from, to, message]): Row => [name, "undone", from, to, message])),
      },
      null,
      [],
    ),
  ),
  queued: viewOf(
    snapshot({ run: run("run_queued", "provision", "Set up Saffron Lane", "queued"), steps: [] }, null, []),
  ),
};

export const SAMPLE_LOG: LogBuffer = appendLines(
  EMPTY_LOG,
  Array.from({ length: 240 }, (_, i) => ({
    key: `rel_01:${i}`,
    at: at(4 + i / 80),
    level: i % 61 === 60 ? ("warn" as const) : i === 239 ? ("error" as const) : ("info" as const),
    source: i % 5 === 0 ? "script" : "table",
    message:
      i === 239
        ? 'line 84: column "discount_pct" does not exist in public.order_lines (similar: "discount")'
        : i % 61 === 60
          ? "line 61: 212 orders have no store_id, kept with store “Unknown”"
          : `order_lines ${(i * 12_140).toLocaleString("en-GB")} rows, 412k rows/s${i % 17 === 0 ? "; where clause added to orders, order_lines, stock_moves, returns: store_country in (3 values) and ordered_on >= 2023-01-01" : ""}`,
  })),
);
