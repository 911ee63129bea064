import type { Schema } from "@/db/schema";

export type TenantRow = Schema["tenants"]["$inferSelect"];

/** A tenant as the API and the portal show it. */
export interface Tenant {
  id: string;
  slug: string;
  name: string;
  state: TenantRow["state"];
  health: TenantRow["health"];
  problem: string | null;
  platform: string;
  plan: string;
  region: string;
  language: string;
  /** IANA name; null: each reader's own. */
  timeZone: string | null;
  branding: TenantRow["branding"];
  retention: TenantRow["retention"];
  sample: boolean;
  lastRunId: string | null;
  lastReloadAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export function toTenant(row: TenantRow): Tenant {
  const { id, slug, name, state, health, problem, platform, plan, region, language, branding, sample } = row;
  const { timeZone, retention, lastRunId, lastReloadAt, createdAt, updatedAt } = row;
  return {
    id,
    slug,
    name,
    state,
    health,
    problem,
    platform,
    plan,
    region,
    language,
    timeZone,
    branding,
    retention,
    sample,
    lastRunId,
    lastReloadAt,
    createdAt,
    updatedAt,
  };
}

/** One text with all the list searches and sorts by: the name first. */
export function searchText(t: { name: string; slug: string; id: string }): string {
  return `${t.name.toLowerCase()} ${t.slug} ${t.id}`;
}
