import type { Selections } from "@/server/platform/model";
import type { DashboardPart, DashboardState, FileOutcome } from "../dashboards/source";

/** Version of the messages between a host's page and the frame; both sides ignore what has another. */
export const PROTOCOL = 1;

export type EmbedTheme = "light" | "dark" | "auto";

/** What the page around decides of the looks and the start. */
export interface EmbedOptions {
  theme?: EmbedTheme;
  /** `off`: Tenantry's own colours instead of the tenant's. */
  brand?: "on" | "off";
  language?: string;
  sheet?: string;
  /** Id of the one object that is shown, instead of whole sheets. */
  object?: string;
  selections?: Selections;
  hide?: DashboardPart[];
}

/** From the page around to the frame. */
export type ToFrame =
  | { type: "token"; token: string }
  | { type: "no-token"; message: string }
  | { type: "options"; options: EmbedOptions }
  | { type: "select"; selections: Selections }
  | { type: "clear"; field?: string }
  | { type: "refresh" }
  /** What of the frame lies outside the page's window, px: what floats in it keeps to the rest. */
  | { type: "unseen"; above: number; below: number }
  | { type: "get-state"; id: number }
  | { type: "export-pdf"; id: number; object?: string };

/** From the frame to the page around it. */
export type FromFrame =
  | { type: "hello" }
  | { type: "need-token" }
  | { type: "ready"; state: DashboardState; ms: number }
  | { type: "selection"; state: DashboardState }
  | { type: "sheet"; state: DashboardState }
  | { type: "error"; code: string; message: string }
  | { type: "resize"; width: number; height: number }
  | { type: "state"; id: number; state: DashboardState | null }
  /** What came of a wish for a PDF; null where none is made here. The file itself goes to its reader only. */
  | { type: "exported"; id: number; outcome: FileOutcome | null };

export type Enveloped<M> = M & { tenantry: typeof PROTOCOL };

export const envelope = <M extends object>(message: M): Enveloped<M> => ({ tenantry: PROTOCOL, ...message });

/** A message of this protocol, or null for anything else that pages say to each other. */
export function opened<M extends { type: string }>(data: unknown): M | null {
  if (typeof data !== "object" || data === null) return null;
  const { tenantry, type } = data as { tenantry?: unknown; type?: unknown };
  return tenantry === PROTOCOL && typeof type === "string" ? (data as M) : null;
}
