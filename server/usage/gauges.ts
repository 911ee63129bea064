import { and, asc, count, eq, gt, isNotNull, isNull, ne, sum } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import type { OwnEvent } from "./record";

type Needs = Pick<Services, "store" | "platform" | "log">;

const PAGE = 200;

/** What a tenant stores and publishes now, as events. None for a tenant that is not metered. */
export async function gaugesOf(
  services: Needs,
  tenantId: string,
  id: string,
  time: Date,
): Promise<OwnEvent[]> {
  const { tenants: t } = services.store.tables;
  const [tenant] = await services.store.read
    .select({ platform: t.platform })
    .from(t)
    .where(and(eq(t.id, tenantId), eq(t.kind, "customer"), isNull(t.deletedAt), ne(t.state, "draft")));
  return tenant ? measured(services, { id: tenantId, platform: tenant.platform }, id, time) : [];
}

/** Gauges of all tenants, named by the day: made twice, they count once. */
export async function snapshot(services: Needs, day: string, time: Date): Promise<OwnEvent[]> {
  const { tenants: t } = services.store.tables;
  const events: OwnEvent[] = [];
  for (let after = ""; ; ) {
    const rows = await services.store.read
      .select({ id: t.id, platform: t.platform })
      .from(t)
      .where(and(gt(t.id, after), eq(t.kind, "customer"), isNull(t.deletedAt), ne(t.state, "draft")))
      .orderBy(asc(t.id))
      .limit(PAGE);
    for (const tenant of rows) {
      try {
        events.push(...(await measured(services, tenant, day, time)));
      } catch (error) {
        services.log.warn({ err: error, tenantId: tenant.id }, "what a tenant stores could not be measured");
      }
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return events;
    after = last.id;
  }
}

async function measured(
  services: Needs,
  tenant: { id: string; platform: string },
  id: string,
  time: Date,
): Promise<OwnEvent[]> {
  const { apps: a, files: f } = services.store.tables;
  const { read } = services.store;
  const [[published], [uploaded], kept] = await Promise.all([
    read
      .select({ n: count() })
      .from(a)
      .where(and(eq(a.tenantId, tenant.id), isNotNull(a.publishedGenerationId))),
    read
      .select({ n: sum(f.bytes) })
      .from(f)
      .where(eq(f.tenantId, tenant.id)),
    platformBytes(services, tenant),
  ]);
  const event = { tenantId: tenant.id, id, time };
  return [
    { ...event, meter: "stored_bytes", quantity: kept + Number(uploaded?.n ?? 0) },
    { ...event, meter: "apps_published", quantity: published?.n ?? 0 },
  ];
}

/** Bytes of the generations the platform keeps; a tenant it does not know has none. */
async function platformBytes(services: Needs, tenant: { id: string; platform: string }): Promise<number> {
  try {
    return (await services.platform(tenant.platform).usage({ id: tenant.id })).bytes;
  } catch (error) {
    if (isAppError(error) && (error.code === "platform.not_found" || error.code === "platform.unknown"))
      return 0;
    throw error;
  }
}
