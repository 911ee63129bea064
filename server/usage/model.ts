import { AGGREGATIONS } from "@/db/schema/usage";

/** What is measured. Browser-safe; titles are messages under `usage.meters`. */
export type Aggregation = (typeof AGGREGATIONS)[number];
export { AGGREGATIONS };

export const UNITS = ["rows", "bytes", "seconds", "users", "sessions", "calls", "apps"] as const;
export type Unit = (typeof UNITS)[number];

export interface Meter {
  id: string;
  /** Type of its CloudEvents. */
  type: string;
  aggregation: Aggregation;
  /** One of `UNITS`, or an operator's own word. */
  unit: string;
  /** Title of a meter an operator declared; the others' is a message. */
  title?: string;
}

/** The meters Tenantry comes with. */
export const METER_IDS = [
  "reload_rows",
  "reload_bytes",
  "reload_seconds",
  "stored_bytes",
  "query_seconds",
  "embed_bytes",
  "export_bytes",
  "api_bytes",
  "active_users",
  "embed_sessions",
  "api_calls",
  "apps_published",
] as const;
export type MeterId = (typeof METER_IDS)[number];

const SHIPPED: Record<MeterId, [Aggregation, Unit]> = {
  reload_rows: ["sum", "rows"],
  reload_bytes: ["sum", "bytes"],
  reload_seconds: ["sum", "seconds"],
  stored_bytes: ["time-weighted", "bytes"],
  query_seconds: ["sum", "seconds"],
  embed_bytes: ["sum", "bytes"],
  export_bytes: ["sum", "bytes"],
  api_bytes: ["sum", "bytes"],
  active_users: ["unique", "users"],
  embed_sessions: ["sum", "sessions"],
  api_calls: ["sum", "calls"],
  apps_published: ["max", "apps"],
};

/** Types of events are `tenantry.reload_rows`, and `custom.…` for meters of operators. */
export const TYPE_PREFIX = "tenantry.";
export const CUSTOM_PREFIX = "custom.";

export const METERS: readonly Meter[] = METER_IDS.map((id) => {
  const [aggregation, unit] = SHIPPED[id];
  return { id, type: TYPE_PREFIX + id, aggregation, unit };
});

const byId = new Map(METERS.map((meter) => [meter.id, meter]));

/** A meter Tenantry comes with; undefined for all others. */
export const shippedMeter = (id: string): Meter | undefined => byId.get(id);
