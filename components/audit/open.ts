import { notFound } from "next/navigation";
import { mayIn } from "@/components/providers/may";
import { requireMe } from "@/components/providers/session";
import { openTenant } from "@/components/tenants/open";

/**
 * The tenant whose audit a page is about; ends in the page of missing things where there is none.
 * @returns the permission that is missing, or the tenant
 */
export async function openAudit(tenantId: string): Promise<{ lacks: string } | { id: string; name: string }> {
  const me = await requireMe();
  const { found, forbidden } = await openTenant(tenantId);
  if (forbidden) return { lacks: forbidden };
  if (!mayIn(me, "audit:read", tenantId)) return { lacks: "audit:read" };
  if (!found) notFound();
  return { id: found.id, name: found.name };
}
