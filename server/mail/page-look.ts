import { eq } from "drizzle-orm";
import { tenantLogo } from "@/server/files/logo";
import { portalLook } from "@/server/shared/brand/portal-look";
import type { Services } from "@/server/shared/context";

/** What the page behind a mail's link needs to look like a tenant, before its person has signed in. */
export interface TenantLook {
  tenantId: string;
  name: string;
  /** CSS variables. */
  look: Record<string, string>;
  /** Data address of the picture. */
  logo: string | null;
}

/** Whoever calls has proven that the asker may know the tenant, by the secret of a link. */
export async function tenantLook(
  services: Pick<Services, "store" | "dataFolder">,
  tenantId: string,
): Promise<TenantLook | null> {
  const { tenants: t } = services.store.tables;
  const [row] = await services.store.read
    .select({ name: t.name, branding: t.branding })
    .from(t)
    .where(eq(t.id, tenantId));
  if (!row) return null;
  const logo = await tenantLogo(services, tenantId);
  return {
    tenantId,
    name: row.name,
    look: portalLook(row.branding),
    logo: logo && `data:${logo.mediaType};base64,${logo.bytes.toString("base64")}`,
  };
}
