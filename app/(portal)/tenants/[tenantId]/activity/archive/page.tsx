import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ArchivePage } from "@/components/audit/archive/archive-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireMe } from "@/components/providers/session";
import { openTenant } from "@/components/tenants/open";
import { TENANT_PERMISSIONS } from "@/server/auth/permissions";

interface Props {
  params: Promise<{ tenantId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("audit.archive");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const [{ tenantId }, me] = await Promise.all([params, requireMe()]);
  const { found, forbidden } = await openTenant(tenantId);
  const role = me.memberships.find((m) => m.tenantId === tenantId)?.role;
  const reads =
    me.permissions.includes("audit:read") || (role && TENANT_PERMISSIONS[role].includes("audit:read"));
  if (forbidden || !reads) return <ForbiddenState permission={forbidden ?? "audit:read"} />;
  if (!found) notFound();
  return <ArchivePage tenant={{ id: found.id, name: found.name }} />;
}
