import { and, count, eq, gt, isNull, sum } from "drizzle-orm";
import { scope } from "@/server/auth";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { getTenantRow } from "./get";
import { tenantIdInput } from "./schemas";

const DAY_MS = 86_400_000;

/** One limit of a plan and how much of it is used. */
export interface PlanMeter {
  key: "rows" | "apps" | "members" | "reloads" | "storage";
  used: number;
  limit: number;
}

/** What a tenant uses of its plan now. Storage is in bytes, reloads are those of the last 24 hours. */
export async function tenantUsage(
  ctx: Context,
  input: { id: string },
): Promise<{ plan: string; meters: PlanMeter[] }> {
  const { tenantId } = await scope(ctx, "tenants:read", parse(tenantIdInput, input).id);
  const { plan } = await getTenantRow(ctx, tenantId);
  const limits = planByRef(plan).entitlements;
  const { apps, members, reloads, generations: g, files } = ctx.store.tables;
  const { read } = ctx.store;
  const since = new Date(ctx.clock.now().getTime() - DAY_MS);
  const [ownApps, people, lately, published, kept, uploads] = await Promise.all([
    read.select({ n: count() }).from(apps).where(eq(apps.tenantId, tenantId)),
    read.select({ n: count() }).from(members).where(eq(members.tenantId, tenantId)),
    read
      .select({ n: count() })
      .from(reloads)
      .where(and(eq(reloads.tenantId, tenantId), gt(reloads.createdAt, since))),
    read
      .select({ n: sum(g.rows) })
      .from(apps)
      .innerJoin(g, eq(g.id, apps.publishedGenerationId))
      .where(eq(apps.tenantId, tenantId)),
    read
      .select({ n: sum(g.bytes) })
      .from(apps)
      .innerJoin(g, eq(g.appId, apps.id))
      .where(and(eq(apps.tenantId, tenantId), isNull(g.droppedAt))),
    read
      .select({ n: sum(files.bytes) })
      .from(files)
      .where(eq(files.tenantId, tenantId)),
  ]);
  const of = (rows: { n: number | string | null }[]) => Number(rows[0]?.n ?? 0);
  return {
    plan,
    meters: [
      { key: "rows", used: of(published), limit: limits.rows },
      { key: "apps", used: of(ownApps), limit: limits.apps },
      { key: "members", used: of(people), limit: limits.members },
      { key: "reloads", used: of(lately), limit: limits.reloadsPerDay },
      { key: "storage", used: of(kept) + of(uploads), limit: limits.storageMb * 1_000_000 },
    ],
  };
}
