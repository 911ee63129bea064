import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayIn } from "@/components/providers/may";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { openTenant } from "@/components/tenants/open";
import { WelcomePage } from "@/components/tenants/welcome/welcome-page";

interface Props {
  params: Promise<{ tenantId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tenants.firstSteps");
  return { title: t("title") };
}

/** First steps are the customer's own: who runs the product has the tenant's page. */
export default async function Page({ params }: Props) {
  const [{ tenantId }, me] = await Promise.all([params, requireMe()]);
  if (!mayIn(me, "tenants:customize", tenantId)) return <ForbiddenState permission="tenants:customize" />;
  const { found } = await openTenant(tenantId);
  if (me.operatorRole !== null || found?.state !== "active") redirect(`/tenants/${tenantId}`);
  const queries = getQueryClient();
  await Promise.all([
    queries.prefetchQuery(api.tenants.setup.queryOptions({ id: tenantId })),
    queries.prefetchQuery(api.connections.list.queryOptions({ tenantId, limit: 100 })),
  ]);
  return (
    <Hydrate>
      <WelcomePage tenantId={tenantId} name={found.name} />
    </Hydrate>
  );
}
