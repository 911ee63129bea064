import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayAnywhere } from "@/components/providers/may";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { ReloadsPage } from "@/components/reloads/reloads-page";
import { loadReloadSearch, reloadListInput } from "@/components/reloads/search-params";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reloads");
  return { title: t("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [search, me] = await Promise.all([loadReloadSearch(searchParams), requireMe()]);
  if (!mayAnywhere(me, "reloads:read")) return <ForbiddenState permission="reloads:read" />;
  await getQueryClient().prefetchQuery(api.reloads.overview.queryOptions(reloadListInput(search)));
  return (
    <Hydrate>
      <ReloadsPage />
    </Hydrate>
  );
}
