import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PlansPage } from "@/components/billing/plans-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayIn } from "@/components/providers/may";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";

interface Props {
  params: Promise<{ tenantId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("billing.plans");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const [{ tenantId }, me] = await Promise.all([params, requireMe()]);
  if (!mayIn(me, "billing:read", tenantId)) return <ForbiddenState permission="billing:read" />;
  const queries = getQueryClient();
  await Promise.all([
    queries.prefetchQuery(api.billing.subscription.queryOptions({ tenant: tenantId })),
    queries.prefetchQuery(api.plans.offered.queryOptions({ tenant: tenantId })),
  ]);
  return (
    <Hydrate>
      <PlansPage tenantId={tenantId} />
    </Hydrate>
  );
}
