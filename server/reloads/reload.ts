import type { ReloadProgress, Schema, StepError } from "@/db/schema";

export type ReloadRow = Schema["reloads"]["$inferSelect"];

/** One run of an app's load script. */
export interface Reload {
  id: string;
  tenantId: string;
  appId: string;
  runId: string | null;
  generationId: string | null;
  state: ReloadRow["state"];
  trigger: ReloadRow["trigger"];
  attempt: number;
  progress: ReloadProgress | null;
  error: StepError | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export function toReload(row: ReloadRow): Reload {
  return { ...row };
}

/** States a reload does not leave by itself. */
export const ENDED: ReloadRow["state"][] = ["succeeded", "failed", "cancelled", "limit-exceeded"];
