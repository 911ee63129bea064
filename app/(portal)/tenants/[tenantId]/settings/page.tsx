import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayIn } from "@/components/providers/may";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { TenantSettings } from "@/components/tenants/settings/tenant-settings";

interface Props {
  params: Promise<{ tenantId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tenants.settings");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const [{ tenantId }, me] = await Promise.all([params, requireMe()]);
  if (!mayIn(me, "tenants:customize", tenantId)) return <ForbiddenState permission="tenants:customize" />;
  await getQueryClient().prefetchQuery(api.tenants.get.queryOptions({ id: tenantId }));
  return (
    <Hydrate>
      <TenantSettings tenantId={tenantId} />
    </Hydrate>
  );
}
