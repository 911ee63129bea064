import type { ReactNode } from "react";
import { requireMe } from "@/components/providers/session";
import { openRun } from "@/components/runs/open";
import { ZoneOfTenant } from "@/components/tenants/zone-of-tenant";

interface Props {
  params: Promise<{ runId: string }>;
  children: ReactNode;
}

/** Above `loading`: what is missing is answered with status 404, before anything is streamed. */
export default async function Layout({ params, children }: Props) {
  const [{ runId }] = await Promise.all([params, requireMe()]);
  const { found } = await openRun(runId);
  return <ZoneOfTenant tenantId={found?.run.tenantId}>{children}</ZoneOfTenant>;
}
