import { and, asc, desc, eq, gt, isNotNull, isNull, lt, or } from "drizzle-orm";
import { mayEverywhere, ofCustomers } from "@/server/auth";
import { testFailed } from "@/server/connections";
import type { Context } from "@/server/shared/context";

/** Something that waits for a person, with what it is about. The page knows the one action of each kind. */
export interface Need {
  kind: "run" | "tenant" | "connection" | "api-key" | "draft";
  /** What the action opens. */
  id: string;
  title: string;
  tenantId: string | null;
  tenant: string | null;
  /** Why, in one sentence; null where the kind says it all. */
  reason: string | null;
  at: Date;
}

const MOST = 5;
const DAY_MS = 86_400_000;
const FAILED_RUNS_DAYS = 7;
const KEY_DAYS = 14;

/** At most five of each kind, worst kind first. Parts the actor may not see are left out. */
export async function findNeeds(ctx: Context): Promise<Need[]> {
  const parts = await Promise.all([
    failedTenants(ctx),
    mayEverywhere(ctx.actor, "runs:read") ? failedRuns(ctx) : [],
    mayEverywhere(ctx.actor, "connections:read") ? failingConnections(ctx) : [],
    mayEverywhere(ctx.actor, "api-keys:read") ? expiringKeys(ctx) : [],
    mayEverywhere(ctx.actor, "tenants:create") ? drafts(ctx) : [],
  ]);
  const needs = parts.flat();
  // A tenant that failed by a run that is listed says it once.
  const told = new Set(needs.flatMap((n) => (n.kind === "tenant" ? [n.tenantId] : [])));
  return needs.filter((n) => n.kind !== "run" || !told.has(n.tenantId));
}

async function failedTenants(ctx: Context): Promise<Need[]> {
  const { tenants: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ id: t.id, name: t.name, run: t.lastRunId, problem: t.problem, at: t.updatedAt })
    .from(t)
    .where(and(eq(t.kind, "customer"), eq(t.state, "failed"), isNull(t.deletedAt)))
    .orderBy(asc(t.searchText))
    .limit(MOST);
  return rows.map(({ id, name, run, problem, at }) => ({
    kind: "tenant",
    id: run ?? id,
    title: name,
    tenantId: id,
    tenant: name,
    reason: problem,
    at,
  }));
}

/** Runs that failed lately and that no later run of their tenant has made good. */
async function failedRuns(ctx: Context): Promise<Need[]> {
  const { runs: r, tenants: t } = ctx.store.tables;
  const since = new Date(ctx.clock.now().getTime() - FAILED_RUNS_DAYS * DAY_MS);
  const rows = await ctx.store.read
    .select({ run: r, tenant: t.name, problem: t.problem })
    .from(r)
    .leftJoin(t, eq(t.id, r.tenantId))
    .where(
      and(
        eq(r.state, "failed"),
        gt(r.createdAt, since),
        isNull(r.parentId),
        ofCustomers(ctx, r.tenantId),
        or(isNull(r.tenantId), isNotNull(t.problem)),
        isNull(t.deletedAt),
      ),
    )
    .orderBy(desc(r.createdAt), desc(r.id))
    .limit(MOST * 4);
  const seen = new Set<string>();
  return rows
    .filter(({ run }) => {
      const key = run.tenantId ?? run.id;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, MOST)
    .map(({ run, tenant }) => ({
      kind: "run",
      id: run.id,
      title: run.title,
      tenantId: run.tenantId,
      tenant,
      reason: run.error?.message ?? null,
      at: run.endedAt ?? run.createdAt,
    }));
}

async function failingConnections(ctx: Context): Promise<Need[]> {
  const { connections: c, tenants: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ connection: c, tenant: t.name })
    .from(c)
    .innerJoin(t, eq(t.id, c.tenantId))
    .where(and(testFailed(ctx), eq(t.kind, "customer")))
    .orderBy(desc(c.createdAt), desc(c.id))
    .limit(MOST);
  return rows.map(({ connection, tenant }) => ({
    kind: "connection",
    id: connection.id,
    title: connection.name,
    tenantId: connection.tenantId,
    tenant,
    reason: connection.testResult?.message ?? null,
    at: connection.testedAt ?? connection.updatedAt,
  }));
}

async function expiringKeys(ctx: Context): Promise<Need[]> {
  const { apiKeys: k } = ctx.store.tables;
  const until = new Date(ctx.clock.now().getTime() + KEY_DAYS * DAY_MS);
  const rows = await ctx.store.read
    .select({ id: k.id, name: k.name, tenantId: k.tenantId, at: k.expiresAt })
    .from(k)
    .where(
      and(
        isNull(k.revokedAt),
        isNotNull(k.expiresAt),
        lt(k.expiresAt, until),
        gt(k.expiresAt, ctx.clock.now()),
      ),
    )
    .orderBy(asc(k.expiresAt))
    .limit(MOST);
  return rows.flatMap(({ id, name, tenantId, at }) =>
    at ? [{ kind: "api-key" as const, id, title: name, tenantId, tenant: null, reason: null, at }] : [],
  );
}

async function drafts(ctx: Context): Promise<Need[]> {
  const { tenantDrafts: d, tenants: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ id: d.id, name: t.name, at: d.updatedAt })
    .from(d)
    .innerJoin(t, eq(t.id, d.id))
    .where(and(eq(t.state, "draft"), isNull(t.deletedAt)))
    .orderBy(desc(d.updatedAt), desc(d.id))
    .limit(MOST);
  return rows.map(({ id, name, at }) => ({
    kind: "draft",
    id,
    title: name,
    tenantId: id,
    tenant: name,
    reason: null,
    at,
  }));
}
