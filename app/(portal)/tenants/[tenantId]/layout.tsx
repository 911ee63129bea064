import type { ReactNode } from "react";
import { requireMe } from "@/components/providers/session";
import { openTenant } from "@/components/tenants/open";
import { TenantZone } from "@/components/tenants/tenant-zone";

interface Props {
  params: Promise<{ tenantId: string }>;
  children: ReactNode;
}

/** Above `loading`: what is missing is answered with status 404, before anything is streamed. */
export default async function Layout({ params, children }: Props) {
  const [{ tenantId }] = await Promise.all([params, requireMe()]);
  const { found } = await openTenant(tenantId);
  return found?.timeZone ? <TenantZone zone={found.timeZone}>{children}</TenantZone> : children;
}
