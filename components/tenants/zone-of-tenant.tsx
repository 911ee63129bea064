import type { ReactNode } from "react";
import { api, getQueryClient } from "@/components/providers/server";
import { TenantZone } from "./tenant-zone";

/** The tenant's zone for a page that is about something of it; the reader's where it has none or may not be read. */
export async function ZoneOfTenant({
  tenantId,
  children,
}: {
  tenantId: string | null | undefined;
  children: ReactNode;
}) {
  if (!tenantId) return children;
  const tenant = await getQueryClient()
    .fetchQuery(api.tenants.get.queryOptions({ id: tenantId }))
    .catch(() => null);
  return tenant?.timeZone ? <TenantZone zone={tenant.timeZone}>{children}</TenantZone> : children;
}
