import { and, eq, inArray, isNull } from "drizzle-orm";
import { mailLanguage } from "@/server/mail";
import { notify } from "@/server/notifications";
import type { Services } from "@/server/shared/context";
import { takeKept } from "./changed";
import { groupBy } from "./group-by";
import { limitsOfPlan, shareOf, type UsageLimit } from "./limits";
import { LEVELS, type Level, noticeId } from "./notice-id";
import { periodsOf, type UsagePeriod } from "./period";
import { quantities } from "./quantity";
import { reading } from "./stored";
import { meterTitle } from "./titles";

type Needs = Pick<Services, "store" | "clock" | "keyring" | "log">;

interface Limited {
  id: string;
  language: string;
  limits: UsageLimit[];
  period: UsagePeriod;
}

/**
 * Tells the admins of tenants whose usage reached 80 or 100 percent of a limit: once for each meter, billing period and
 * level. Looks at those whose usage changed since it looked last, or at all.
 * @returns how many notices were given
 */
export async function sweepLimits(services: Needs, which: "all" | "changed"): Promise<number> {
  const changed = takeKept();
  const now = services.clock.now();
  const limited = await limitedTenants(services, which === "all" ? null : changed, now);
  let given = 0;
  const groups = groupBy(limited, ({ period }) => `${period.from.getTime()}`);
  for (const [, tenants] of groups) given += await look(services, tenants, now);
  return given;
}

async function limitedTenants(services: Needs, ids: string[] | null, now: Date): Promise<Limited[]> {
  if (ids?.length === 0) return [];
  const { tenants: t } = services.store.tables;
  const { read } = services.store;
  const mine = and(eq(t.kind, "customer"), isNull(t.deletedAt));
  const rows = await read
    .select({ id: t.id, plan: t.plan, language: t.language })
    .from(t)
    .where(ids && ids.length < 5000 ? and(mine, inArray(t.id, ids)) : mine);
  const limited = rows
    .map(({ plan, ...row }) => ({ ...row, limits: limitsOfPlan(plan) }))
    .filter(({ limits }) => limits.length > 0);
  const periods = await periodsOf(
    reading(services.store),
    limited.map(({ id }) => id),
    now,
  );
  return limited.flatMap((row) => {
    const period = periods.get(row.id);
    return period && period.from < now ? [{ ...row, period }] : [];
  });
}

async function look(services: Needs, tenants: Limited[], now: Date): Promise<number> {
  const from = tenants[0]?.period.from;
  if (!from) return 0;
  const meters = [...new Set(tenants.flatMap(({ limits }) => limits.map((limit) => limit.meter)))];
  const ids = tenants.map(({ id }) => id);
  const used = await quantities(reading(services.store), ids, meters, from, now);
  let given = 0;
  for (const tenant of tenants)
    for (const limit of tenant.limits) {
      const quantity = used.get(tenant.id)?.[limit.meter] ?? "0";
      const share = shareOf(limit, quantity);
      const reached = LEVELS.filter((level) => share >= level);
      if (reached.length > 0 && (await tell(services, tenant, limit, quantity, reached, now))) given += 1;
    }
  return given;
}

/** One notice, of the highest level reached; the lower ones count as given. @unaudited it only tells */
async function tell(
  services: Needs,
  { id: tenantId, language, period }: Limited,
  limit: UsageLimit,
  used: string,
  reached: Level[],
  now: Date,
): Promise<boolean> {
  const { usageNotices: n } = services.store.tables;
  const level = reached.at(-1) ?? 100;
  const key = noticeId(tenantId, limit.meter, period, level);
  const { read } = services.store;
  const [before] = await read.select({ id: n.id }).from(n).where(eq(n.id, key));
  if (before) return false;
  return services.store.tx(async (db) => {
    const rows = reached.map((one) => ({
      id: noticeId(tenantId, limit.meter, period, one),
      tenantId,
      at: now,
    }));
    const fresh = await db.insert(n).values(rows).onConflictDoNothing().returning({ id: n.id });
    if (!fresh.some((row) => row.id === key)) return false;
    await notify(services, db, {
      kind: "usage-limit",
      to: { tenant: tenantId, roles: ["admin"] },
      params: {
        meter: meterTitle(limit.meter, mailLanguage(language)),
        percent: String(level),
        limit: limit.quantity,
        used,
        kind: limit.kind,
        until: period.to.toISOString().slice(0, 10),
      },
      href: `/tenants/${tenantId}/billing`,
      key: `usage ${key}`,
    });
    return true;
  });
}
