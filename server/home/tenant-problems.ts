import {
  and,
  asc,
  count,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  max,
  min,
  notExists,
  sql,
} from "drizzle-orm";
import { newestReloads } from "@/server/apps";
import { mayEverywhere, mayIn, scope, withoutHidden } from "@/server/auth";
import { testFailed } from "@/server/connections";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { getTenantRow, type PlanMeter, tenantIdInput, tenantUsage } from "@/server/tenants";

/** Something of one tenant that waits for a person. The page knows the words and the way of each kind. */
export interface TenantProblem {
  kind: "reload" | "connection" | "late" | "usage" | "embed-key" | "api-key" | "mail";
  /** What its way leads to: a reload, a connection, a key; a limit's name; empty where the kind says it all. */
  id: string;
  /** What it is called; empty where the kind says it all. */
  title: string;
  /** What was said when it went wrong. */
  reason: string | null;
  /** Since when; of a key, until when it is good. */
  at: Date | null;
  /** Of a limit, how much of it is used (1 is all of it); of mails, how many. */
  amount: number | null;
}

const FAILED = ["failed", "limit-exceeded"] as const;
const DAY_MS = 86_400_000;
const KEY_DAYS = 14;
const NEAR = 0.9;
const MOST = 10;

/** What is open in one tenant, worst first. Parts the actor may not see are left out. */
export async function tenantProblems(ctx: Context, input: { id: string }): Promise<TenantProblem[]> {
  const { tenantId } = await scope(ctx, "tenants:read", parse(tenantIdInput, input).id);
  const may = (permission: Parameters<typeof mayIn>[1]) => mayIn(ctx.actor, permission, tenantId);
  const parts = await Promise.all([
    may("reloads:read") ? failedReloads(ctx, tenantId) : [],
    may("connections:read") ? failingConnections(ctx, tenantId) : [],
    lateData(ctx, tenantId),
    may("billing:read") ? limits(ctx, tenantId) : [],
    may("members:write") ? unsentMails(ctx, tenantId) : [],
    may("embeds:read") ? endingEmbedKeys(ctx, tenantId) : [],
    mayEverywhere(ctx.actor, "api-keys:read") ? endingApiKeys(ctx, tenantId) : [],
  ]);
  return parts.flat();
}

const nothingMore = { id: "", title: "", reason: null, at: null, amount: null };

async function failedReloads(ctx: Context, tenantId: string): Promise<TenantProblem[]> {
  const { apps: a, reloads: r } = ctx.store.tables;
  const apps = await ctx.store.read
    .select({ id: a.id, title: a.title })
    .from(a)
    .where(and(eq(a.tenantId, tenantId), await withoutHidden(ctx, a.id)))
    .orderBy(asc(a.createdAt), asc(a.id));
  const newest = await newestReloads(
    ctx,
    apps.map((app) => app.id),
  );
  const failed = apps.flatMap((app) => {
    const reload = newest.get(app.id);
    return reload && FAILED.some((state) => state === reload.state) ? [{ ...app, reload: reload.id }] : [];
  });
  if (failed.length === 0) return [];
  const [since, errors] = await Promise.all([
    failingSince(
      ctx,
      failed.map((app) => app.id),
    ),
    ctx.store.read
      .select({ id: r.id, error: r.error })
      .from(r)
      .where(
        inArray(
          r.id,
          failed.map((app) => app.reload),
        ),
      ),
  ]);
  const said = new Map(errors.map(({ id, error }) => [id, error?.message ?? null]));
  return failed.slice(0, MOST).map(({ id, title, reload }) => ({
    ...nothingMore,
    kind: "reload",
    id: reload,
    title,
    reason: said.get(reload) ?? null,
    at: since.get(id) ?? null,
  }));
}

/** When the first reload failed that no good one has followed, by app. */
async function failingSince(ctx: Context, appIds: string[]): Promise<Map<string, Date>> {
  const { reloads: r } = ctx.store.tables;
  const better = sql`(select 1 from ${r} x where x.app_id = ${r.appId} and x.state = 'succeeded' and x.created_at >= ${r.createdAt})`;
  const rows = await ctx.store.read
    .select({ app: r.appId, at: min(r.createdAt) })
    .from(r)
    .where(and(inArray(r.appId, appIds), inArray(r.state, [...FAILED]), notExists(better)))
    .groupBy(r.appId);
  return new Map(rows.flatMap(({ app, at }) => (at ? [[app, new Date(at)] as const] : [])));
}

async function failingConnections(ctx: Context, tenantId: string): Promise<TenantProblem[]> {
  const { connections: c } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(c)
    .where(and(eq(c.tenantId, tenantId), testFailed(ctx)))
    .orderBy(asc(c.createdAt), asc(c.id))
    .limit(MOST);
  return rows.map(({ id, name, testResult, testedAt }) => ({
    ...nothingMore,
    kind: "connection",
    id,
    title: name,
    reason: testResult?.message ?? null,
    at: testedAt,
  }));
}

async function lateData(ctx: Context, tenantId: string): Promise<TenantProblem[]> {
  const { health, lastReloadAt } = await getTenantRow(ctx, tenantId);
  return health === "late" ? [{ ...nothingMore, kind: "late", at: lastReloadAt }] : [];
}

async function limits(ctx: Context, tenantId: string): Promise<TenantProblem[]> {
  const { meters } = await tenantUsage(ctx, { id: tenantId });
  return meters.flatMap((meter: PlanMeter) => {
    const amount = meter.limit > 0 ? meter.used / meter.limit : 0;
    return amount >= NEAR ? [{ ...nothingMore, kind: "usage" as const, id: meter.key, amount }] : [];
  });
}

/** Mails that were given up; without the outbox only invitations, which can be sent again from People. */
async function unsentMails(ctx: Context, tenantId: string): Promise<TenantProblem[]> {
  const { mails: m } = ctx.store.tables;
  const all = mayEverywhere(ctx.actor, "settings:read");
  const [row] = await ctx.store.read
    .select({ n: count(), at: max(m.createdAt) })
    .from(m)
    .where(and(eq(m.state, "failed"), eq(m.tenantId, tenantId), all ? undefined : eq(m.kind, "invitation")));
  if (!row?.n) return [];
  return [{ ...nothingMore, kind: "mail", at: row.at ? new Date(row.at) : null, amount: row.n }];
}

const soon = (ctx: Context) => {
  const now = ctx.clock.now();
  return { now, until: new Date(now.getTime() + KEY_DAYS * DAY_MS) };
};

async function endingEmbedKeys(ctx: Context, tenantId: string): Promise<TenantProblem[]> {
  const { embedKeys: k } = ctx.store.tables;
  const { now, until } = soon(ctx);
  const rows = await ctx.store.read
    .select({ id: k.id, title: k.name, at: k.untilAt })
    .from(k)
    .where(and(eq(k.tenantId, tenantId), isNull(k.revokedAt), gt(k.untilAt, now), lt(k.untilAt, until)))
    .orderBy(asc(k.untilAt))
    .limit(MOST);
  return rows.map((row) => ({ ...nothingMore, kind: "embed-key", ...row }));
}

async function endingApiKeys(ctx: Context, tenantId: string): Promise<TenantProblem[]> {
  const { apiKeys: k } = ctx.store.tables;
  const { now, until } = soon(ctx);
  const rows = await ctx.store.read
    .select({ id: k.id, title: k.name, at: k.expiresAt })
    .from(k)
    .where(
      and(
        eq(k.tenantId, tenantId),
        isNull(k.revokedAt),
        isNotNull(k.expiresAt),
        gt(k.expiresAt, now),
        lt(k.expiresAt, until),
      ),
    )
    .orderBy(asc(k.expiresAt))
    .limit(MOST);
  return rows.map((row) => ({ ...nothingMore, kind: "api-key", ...row }));
}
