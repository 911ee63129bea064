import { and, asc, desc, eq, inArray, isNull, like, ne, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { RunState, TenantState } from "@/db/schema/states";
import { mayEverywhere, ofCustomers, type Permission, visibleTenants, withoutHidden } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { type SearchInput, searchInput } from "./schemas";

export interface Found {
  tenants: { id: string; name: string; slug: string; state: TenantState; lastRunId: string | null }[];
  apps: { id: string; title: string; tenantId: string; tenant: string }[];
  templates: { id: string; title: Record<string, string>; module: string; version: string }[];
  runs: { id: string; title: string; state: RunState; createdAt: Date }[];
}

const holds = (text: string) => `%${text.toLowerCase().replace(/[%_]/g, "")}%`;
const lower = (column: SQLiteColumn) => sql`lower(${column})`;

/** Tenants the actor may see for a permission: null for all, empty for none. */
function visible(ctx: Context, permission: Permission): string[] | null {
  try {
    return visibleTenants(ctx, permission);
  } catch (error) {
    if (isAppError(error) && error.code === "auth.forbidden") return [];
    throw error;
  }
}

const among = (column: SQLiteColumn, ids: string[] | null): SQL | undefined =>
  ids ? inArray(column, ids) : undefined;

async function findTenants(ctx: Context, q: string, limit: number): Promise<Found["tenants"]> {
  const { tenants: t } = ctx.store.tables;
  const ids = visible(ctx, "tenants:read");
  if (ids?.length === 0) return [];
  return ctx.store.read
    .select({ id: t.id, name: t.name, slug: t.slug, state: t.state, lastRunId: t.lastRunId })
    .from(t)
    .where(and(eq(t.kind, "customer"), isNull(t.deletedAt), among(t.id, ids), like(t.searchText, holds(q))))
    .orderBy(asc(t.searchText), asc(t.id))
    .limit(limit);
}

async function findApps(ctx: Context, q: string, limit: number): Promise<Found["apps"]> {
  const { apps: a, tenants: t } = ctx.store.tables;
  const ids = visible(ctx, "apps:read");
  if (ids?.length === 0) return [];
  return ctx.store.read
    .select({ id: a.id, title: a.title, tenantId: a.tenantId, tenant: t.name })
    .from(a)
    .innerJoin(t, eq(t.id, a.tenantId))
    .where(
      and(
        eq(t.kind, "customer"),
        isNull(t.deletedAt),
        among(a.tenantId, ids),
        await withoutHidden(ctx, a.id),
        or(like(lower(a.title), holds(q)), eq(a.id, q)),
      ),
    )
    .orderBy(asc(t.searchText), asc(a.title))
    .limit(limit);
}

async function findTemplates(ctx: Context, q: string, limit: number): Promise<Found["templates"]> {
  if (!mayEverywhere(ctx.actor, "templates:read")) return [];
  const { templates: t } = ctx.store.tables;
  return ctx.store.read
    .select({ id: t.id, title: t.title, module: t.module, version: t.latestVersion })
    .from(t)
    .where(
      and(
        ne(t.latestVersion, ""),
        or(like(lower(t.id), holds(q)), like(lower(t.title), holds(q)), like(lower(t.module), holds(q))),
      ),
    )
    .orderBy(asc(t.module), asc(t.id))
    .limit(limit);
}

async function findRuns(ctx: Context, q: string, limit: number): Promise<Found["runs"]> {
  const { runs: r } = ctx.store.tables;
  const ids = visible(ctx, "runs:read");
  if (ids?.length === 0) return [];
  return ctx.store.read
    .select({ id: r.id, title: r.title, state: r.state, createdAt: r.createdAt })
    .from(r)
    .where(
      and(
        isNull(r.parentId),
        ofCustomers(ctx, r.tenantId),
        among(r.tenantId, ids),
        or(like(lower(r.title), holds(q)), eq(r.id, q)),
      ),
    )
    .orderBy(desc(r.createdAt), desc(r.id))
    .limit(limit);
}

/** Finds tenants, apps, templates and runs by a part of their name, or by id; each kind only as far as the actor may see. */
export async function search(ctx: Context, input: SearchInput): Promise<Found> {
  visible(ctx, "tenants:read");
  const { q, limit } = parse(searchInput, input);
  const [tenants, apps, templates, runs] = await Promise.all([
    findTenants(ctx, q, limit),
    findApps(ctx, q, limit),
    findTemplates(ctx, q, limit),
    findRuns(ctx, q, limit),
  ]);
  return { tenants, apps, templates, runs };
}
