import type { ReactNode } from "react";
import { requireMe } from "@/components/providers/session";
import { openReload } from "@/components/reloads/open";
import { ZoneOfTenant } from "@/components/tenants/zone-of-tenant";

interface Props {
  params: Promise<{ reloadId: string }>;
  children: ReactNode;
}

/** Above `loading`: what is missing is answered with status 404, before anything is streamed. */
export default async function Layout({ params, children }: Props) {
  const [{ reloadId }] = await Promise.all([params, requireMe()]);
  const { found } = await openReload(reloadId);
  return <ZoneOfTenant tenantId={found?.tenant.id}>{children}</ZoneOfTenant>;
}
