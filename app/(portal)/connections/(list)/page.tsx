import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { ConnectionsPage } from "@/components/connections/connections-page";
import { connectionListInput, loadConnectionSearch } from "@/components/connections/search-params";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayAnywhere } from "@/components/providers/may";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("connections");
  return { title: t("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [search, me] = await Promise.all([loadConnectionSearch(searchParams), requireMe()]);
  if (!mayAnywhere(me, "connections:read")) return <ForbiddenState permission="connections:read" />;
  await getQueryClient().prefetchQuery(api.connections.overview.queryOptions(connectionListInput(search)));
  return (
    <Hydrate>
      <ConnectionsPage />
    </Hydrate>
  );
}
