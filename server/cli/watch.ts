import type { ExitCode, Output } from "./command";
import type { Portal } from "./portal";

interface RunSummary {
  id: string;
  tenantId: string | null;
  title: string;
  state: string;
  result: string | null;
  error: { code: string; message: string; advice?: string } | null;
}

const ENDED = new Set(["succeeded", "failed", "cancelled", "undone", "undo-failed"]);

export const isEnded = (state: string) => ENDED.has(state);

/** 0 well, 1 failed, 3 cancelled. */
export function exitCodeOf(states: string[]): ExitCode {
  if (states.some((s) => s === "failed" || s === "undo-failed")) return 1;
  if (states.some((s) => s === "cancelled" || s === "undone")) return 3;
  return 0;
}

interface EventData {
  step?: string;
  state?: string;
  message?: string;
  progress?: { rows?: number };
  rows?: number;
}

/** One event as a line: `acme  step.report  startReload  running  33,768 rows`. */
export function eventLine(tenant: string, type: string, data: Record<string, unknown>): string {
  const { step, state, message, progress, rows = progress?.rows } = data as EventData;
  const error = data.error as { message?: string } | null | undefined;
  const read = rows ? `${rows.toLocaleString("en")} rows` : undefined;
  return [tenant, type, step, state, read, message, error?.message].filter(Boolean).join("  ");
}

/**
 * Prints a run's events as they come, until it ended.
 * @param tenant slug shown on every line
 * @returns the run as it ended
 */
export async function watchRun(
  portal: Portal,
  out: Output,
  runId: string,
  tenant: string,
): Promise<RunSummary> {
  for await (const event of portal.events(`/runs/${runId}/events`)) {
    const {
      data,
      runId: of,
      at,
    } = event.data as { data: Record<string, unknown>; runId: string; at: string };
    out.event(
      {
        ...data,
        type: event.type,
        ...(data.type === undefined ? {} : { report: data.type }),
        run: of,
        tenant,
        at,
      },
      eventLine(tenant, event.type, data),
    );
  }
  return portal.call<RunSummary>("GET", `/runs/${runId}`);
}

export type { RunSummary };
