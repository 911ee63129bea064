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

function sentence(data: Record<string, unknown>): string {
  const { step, state, message } = data as { step?: string; state?: string; message?: string };
  return [step, state, message].filter(Boolean).join("  ");
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
    const error = data.error as RunSummary["error"] | undefined;
    out.event(
      {
        ...data,
        type: event.type,
        ...(data.type === undefined ? {} : { report: data.type }),
        run: of,
        tenant,
        at,
      },
      `${tenant}  ${event.type}  ${sentence(data)}${error ? `  ${error.message}` : ""}`,
    );
  }
  return portal.call<RunSummary>("GET", `/runs/${runId}`);
}

export type { RunSummary };
