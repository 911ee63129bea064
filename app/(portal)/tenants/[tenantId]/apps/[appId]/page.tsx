import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AppPage } from "@/components/apps/app-page";
import { openApp } from "@/components/apps/open";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";

interface Props {
  params: Promise<{ tenantId: string; appId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ appId }, t] = await Promise.all([params, getTranslations("apps.page"), requireMe()]);
  const { found } = await openApp(appId);
  return { title: found?.title ?? t("place") };
}

export default async function Page({ params }: Props) {
  const [{ tenantId, appId }] = await Promise.all([params, requireMe()]);
  const { forbidden } = await openApp(appId);
  if (forbidden) return <ForbiddenState permission={forbidden} />;
  const queries = getQueryClient();
  await Promise.all([
    queries.prefetchQuery(api.tenants.get.queryOptions({ id: tenantId })),
    queries.prefetchQuery(api.embeds.get.queryOptions({ tenantId })),
    queries.prefetchQuery(api.reloads.list.queryOptions({ appId, limit: 14 })),
  ]);
  return (
    <Hydrate>
      <AppPage id={appId} />
    </Hydrate>
  );
}
