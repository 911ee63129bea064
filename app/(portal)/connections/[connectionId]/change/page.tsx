import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChangeSourcePage } from "@/components/connections/change-source/change-source-page";
import { openConnection } from "@/components/connections/open";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayIn } from "@/components/providers/may";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";

interface Props {
  params: Promise<{ connectionId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("connections.change");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const [{ connectionId }, me] = await Promise.all([params, requireMe()]);
  const { found, forbidden } = await openConnection(connectionId);
  if (!found || !mayIn(me, "connections:write", found.connection.tenantId))
    return <ForbiddenState permission={forbidden ?? "connections:write"} />;
  await getQueryClient().prefetchQuery(api.connections.forms.queryOptions());
  return (
    <Hydrate>
      <ChangeSourcePage id={connectionId} />
    </Hydrate>
  );
}
