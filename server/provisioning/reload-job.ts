import type { ReloadRow } from "@/server/reloads";

export interface ReloadJob {
  app: string;
  template: string;
  version: string;
  plan: string;
  /** Hash of everything a reload reads; the app's generation is stale where it has another. */
  fingerprint: string;
  trigger: ReloadRow["trigger"];
  /** Also where nothing changed. */
  force: boolean;
  /** Managed space, or null to leave the new generation staged. */
  publishIn: string | null;
}
