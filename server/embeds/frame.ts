import { and, asc, eq, isNull } from "drizzle-orm";
import type { BrandFont } from "@/db/schema";
import type { Services } from "@/server/shared/context";
import { addresses } from "./addresses";

/** Origins a tenant allows for its apps; none for an id that names nothing. */
export async function allowedOrigins(services: Services, appId: string): Promise<string[]> {
  const { apps, embedOrigins, tenants } = services.store.tables;
  const rows = await services.store.read
    .select({ origin: embedOrigins.origin })
    .from(apps)
    .innerJoin(tenants, and(eq(tenants.id, apps.tenantId), isNull(tenants.deletedAt)))
    .innerJoin(embedOrigins, eq(embedOrigins.tenantId, apps.tenantId))
    .where(eq(apps.id, appId))
    .orderBy(asc(embedOrigins.createdAt), asc(embedOrigins.id));
  return rows.map((row) => row.origin);
}

/** The typeface of an app's tenant, to be fetched with the document; null: the default, also for an id that names nothing. */
export async function embedFont(services: Services, appId: string): Promise<BrandFont | null> {
  const { apps, tenants } = services.store.tables;
  const [row] = await services.store.read
    .select({ branding: tenants.branding })
    .from(apps)
    .innerJoin(tenants, and(eq(tenants.id, apps.tenantId), isNull(tenants.deletedAt)))
    .where(eq(apps.id, appId));
  return row?.branding.font ?? null;
}

/**
 * Origins whose pages may frame an app: its tenant's, and the portal's own for previews. An id that names nothing
 * is answered like an app without origins.
 */
export async function framingOrigins(services: Services, appId: string): Promise<string[]> {
  return [...new Set([addresses().portal, ...(await allowedOrigins(services, appId))])];
}
