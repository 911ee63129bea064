import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { openApp } from "@/components/apps/open";
import { PlaygroundPage } from "@/components/embeds/playground-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayIn } from "@/components/providers/may";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";

interface Props {
  params: Promise<{ tenantId: string; appId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("embeds.page");
  return { title: t("playground") };
}

export default async function Page({ params }: Props) {
  const [{ tenantId, appId }, me] = await Promise.all([params, requireMe()]);
  if (!mayIn(me, "embeds:preview", tenantId)) return <ForbiddenState permission="embeds:preview" />;
  const { found, forbidden } = await openApp(appId);
  if (forbidden) return <ForbiddenState permission={forbidden} />;
  if (found?.tenantId !== tenantId) notFound();
  const queries = getQueryClient();
  await Promise.all([
    queries.prefetchQuery(api.tenants.get.queryOptions({ id: tenantId })),
    queries.prefetchQuery(api.embeds.get.queryOptions({ tenantId })),
  ]);
  return (
    <Hydrate>
      <PlaygroundPage tenantId={tenantId} appId={appId} />
    </Hydrate>
  );
}
