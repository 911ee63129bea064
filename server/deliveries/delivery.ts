import type { Schema } from "@/db/schema";
import type { DeliveryPeriod } from "@/db/schema/states";

export type DeliveryRow = Schema["deliveries"]["$inferSelect"];

/** A sheet that somebody is sent as a PDF, as lists show it. Browser-safe. */
export interface Delivery {
  id: string;
  tenantId: string;
  app: { id: string; title: string };
  sheet: string;
  sheetTitle: string;
  /** How many fields are selected in it. */
  selected: number;
  every: DeliveryPeriod;
  weekday: number | null;
  day: number | null;
  at: string;
  zone: string;
  state: "active" | "paused";
  /** Why it is paused: by the person, by an admin, or because it failed again and again. */
  paused: "self" | "admin" | "failures" | null;
  error: { code: string; message: string } | null;
  lastSentAt: Date | null;
  /** No mail server is set: its newest mail lies in the outbox until there is one. */
  waits: boolean;
  /** Null while paused. */
  nextAt: Date | null;
}

/** The same for an admin of the tenant: with the person. */
export interface TenantDelivery extends Delivery {
  person: { name: string; email: string };
}
