import { and, asc, eq, isNull } from "drizzle-orm";
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

/**
 * Origins whose pages may frame an app: its tenant's, and the portal's own for previews. An id that names nothing
 * is answered like an app without origins.
 */
export async function framingOrigins(services: Services, appId: string): Promise<string[]> {
  return [...new Set([addresses().portal, ...(await allowedOrigins(services, appId))])];
}
