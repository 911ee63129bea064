import { z } from "zod";
import { RELOAD_STATES } from "@/db/schema/states";
import { pageInput } from "@/server/shared/pagination";

/** Inputs of the reload verbs. Browser-safe. */
export const reloadIdInput = z.strictObject({ id: z.string().min(1).max(60) });

export const listReloadsInput = z.strictObject({
  ...pageInput,
  tenantId: z.string().optional(),
  appId: z.string().optional(),
  state: z.enum(RELOAD_STATES).optional(),
});
export type ListReloadsInput = z.input<typeof listReloadsInput>;

export const reloadLogInput = z.strictObject({
  id: z.string().min(1).max(60),
  /** Lines with a larger `id`. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
});
export type ReloadLogInput = z.input<typeof reloadLogInput>;

export const startReloadInput = z.strictObject({
  app: z.string().min(1).max(60),
  trigger: z.enum(["manual", "api"]).default("manual"),
  /** Only what the script marks ADD, REPLACE or MERGE, on top of the published data. */
  partial: z.boolean().default(false),
});
export type StartReloadInput = z.input<typeof startReloadInput>;
