import type { HEALTH_STATES, ReloadState, RunState, StepState, TenantState } from "@/db/schema/states";
import type { Tone } from "../ui/status-icon";

type Health = (typeof HEALTH_STATES)[number];

/** Which of the seven shapes a state has. A new state without one does not compile. */
export const RUN_TONES: Record<RunState, Tone> = {
  queued: "queued",
  running: "running",
  succeeded: "succeeded",
  failed: "failed",
  cancelling: "running",
  cancelled: "cancelled",
  undoing: "running",
  undone: "cancelled",
  "undo-failed": "failed",
};

export const STEP_TONES: Record<StepState, Tone> = { ...RUN_TONES, skipped: "cancelled" };

export const RELOAD_TONES: Record<ReloadState, Tone> = {
  queued: "queued",
  running: "running",
  cancelling: "running",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
  "limit-exceeded": "failed",
};

export const TENANT_TONES: Record<TenantState, Tone> = {
  draft: "queued",
  "setting-up": "running",
  active: "succeeded",
  failed: "failed",
  suspended: "suspended",
  deleting: "running",
  deleted: "cancelled",
};

/** An active tenant is shown by its health where that says more. */
export function tenantStatus(
  state: TenantState,
  health: Health,
): { tone: Tone; key: TenantState | "late" | "failing" } {
  if (state === "active" && (health === "late" || health === "failing"))
    return { tone: "warning", key: health };
  return { tone: TENANT_TONES[state], key: state };
}

const MOVING = new Set<RunState>(["queued", "running", "cancelling", "undoing"]);

/** True while a run may still write events. */
export function isMoving(state: RunState): boolean {
  return MOVING.has(state);
}
