import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayIn } from "@/components/providers/may";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { openTenant } from "@/components/tenants/open";
import { TenantPage } from "@/components/tenants/tenant-page";
import { welcomeAddress } from "@/components/tenants/welcome/steps";

interface Props {
  params: Promise<{ tenantId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ tenantId }, t, me] = await Promise.all([params, getTranslations("tenants"), requireMe()]);
  const { found } = await openTenant(tenantId);
  // A customer's windows end with the name already.
  if (found && me.operatorRole === null) return { title: { absolute: found.name } };
  return { title: found?.name ?? t("title") };
}

export default async function Page({ params }: Props) {
  const [{ tenantId }, me] = await Promise.all([params, requireMe()]);
  const { forbidden } = await openTenant(tenantId);
  if (forbidden) return <ForbiddenState permission={forbidden} />;
  const queries = getQueryClient();
  if (me.operatorRole === null && mayIn(me, "tenants:customize", tenantId)) {
    const setup = api.tenants.setup.queryOptions({ id: tenantId });
    // Where it cannot be told, the home is there all the same.
    const found = await queries.fetchQuery(setup).catch(() => null);
    if (found?.opens) redirect(welcomeAddress(tenantId));
  }
  // Parts the person may not see are refused by the API and not asked for by the page.
  await Promise.all([
    queries.prefetchQuery(api.apps.overview.queryOptions({ tenantId, limit: 100 })),
    queries.prefetchQuery(api.runs.list.queryOptions({ tenantId, limit: 6 })),
    queries.prefetchQuery(api.connections.list.queryOptions({ tenantId, limit: 100 })),
    queries.prefetchQuery(api.reloads.list.queryOptions({ tenantId, limit: 6 })),
    queries.prefetchQuery(api.tenants.usage.queryOptions({ id: tenantId })),
    queries.prefetchQuery(api.tenants.problems.queryOptions({ id: tenantId })),
    queries.prefetchQuery(api.members.list.queryOptions({ tenantId, limit: 200 })),
  ]);
  return (
    <Hydrate>
      <TenantPage id={tenantId} />
    </Hydrate>
  );
}
