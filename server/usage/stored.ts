import type { InferSelectModel } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { Database, Store } from "@/db/store";
import type { Rollup, Sample } from "./rollup";
import { plain, scaled } from "./scaled";

/** A handle (`store.read`, or a transaction's own) and the tables: what reads and writes usage without an actor. */
export interface UsageStore {
  db: Database;
  tables: Schema;
}

export const reading = (store: Store): UsageStore => ({ db: store.read, tables: store.tables });

/** One event as it is kept. */
export interface UsageRow {
  tenantId: string;
  source: string;
  eventId: string;
  meter: string;
  time: Date;
  /** Exact decimal without zeros at the end. */
  quantity: string;
  key: string | null;
  data: Record<string, unknown> | null;
}

export type StoredRollup = InferSelectModel<Schema["usageHours"]>;
type RollupColumns = Omit<StoredRollup, "tenantId" | "meter" | "slot" | "updatedAt">;

export function fromStored(row: RollupColumns): Rollup {
  return {
    count: row.count,
    sum: scaled(row.sum),
    max: scaled(row.max),
    firstAt: row.firstAt.getTime(),
    lastAt: row.lastAt.getTime(),
    last: scaled(row.last),
    area: scaled(row.area),
  };
}

export function toStored(rollup: Rollup): RollupColumns {
  return {
    count: rollup.count,
    sum: plain(rollup.sum),
    max: plain(rollup.max),
    firstAt: new Date(rollup.firstAt),
    lastAt: new Date(rollup.lastAt),
    last: plain(rollup.last),
    area: plain(rollup.area),
  };
}

export const toSample = (row: { time: Date; quantity: string }): Sample => ({
  time: row.time.getTime(),
  quantity: scaled(row.quantity),
});
