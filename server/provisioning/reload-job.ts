import type { ReloadRow } from "@/server/reloads";

export interface ReloadJob {
  app: string;
  template: string;
  version: string;
  plan: string;
  /** Hash of everything a reload reads; the app's generation is stale where it has another. */
  fingerprint: string;
  trigger: ReloadRow["trigger"];
  /** On top of the published data; see `StartReloadSpec`. */
  partial?: boolean;
  /** Also where nothing changed. */
  force: boolean;
  /** Managed space, or null to leave the new generation staged. */
  publishIn: string | null;
}
