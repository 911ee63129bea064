import type { ReactNode } from "react";
import { openConnection } from "@/components/connections/open";
import { requireMe } from "@/components/providers/session";
import { ZoneOfTenant } from "@/components/tenants/zone-of-tenant";

interface Props {
  params: Promise<{ connectionId: string }>;
  children: ReactNode;
}

/** Above `loading`: what is missing is answered with status 404, before anything is streamed. */
export default async function Layout({ params, children }: Props) {
  const [{ connectionId }] = await Promise.all([params, requireMe()]);
  const { found } = await openConnection(connectionId);
  return <ZoneOfTenant tenantId={found?.tenant.id}>{children}</ZoneOfTenant>;
}
