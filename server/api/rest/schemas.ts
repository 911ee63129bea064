import { z } from "zod";

/** Shapes of answers. Dates are ISO 8601 text in UTC. */
export const instant = z.union([z.iso.datetime(), z.date()]).nullable();

export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export const tenantOutput = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  state: z.string(),
  health: z.string(),
  problem: z.string().nullable(),
  platform: z.string(),
  plan: z.string(),
  region: z.string(),
  language: z.string(),
  timeZone: z.string().nullable(),
  branding: z.record(z.string(), z.unknown()),
  retention: z.record(z.string(), z.number()).nullable(),
  lastRunId: z.string().nullable(),
  lastReloadAt: instant,
  createdAt: instant,
  updatedAt: instant,
});

export const apiKeyOutput = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  scopes: z.array(z.string()),
  tenantId: z.string().nullable(),
  createdAt: instant,
  lastUsedAt: instant,
  expiresAt: instant,
  revokedAt: instant,
});
