import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { AppsPage } from "@/components/apps/apps-page";
import { appListInput, loadAppSearch } from "@/components/apps/search-params";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayAnywhere } from "@/components/providers/may";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("apps.list");
  return { title: t("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [search, me] = await Promise.all([loadAppSearch(searchParams), requireMe()]);
  if (!mayAnywhere(me, "apps:read")) return <ForbiddenState permission="apps:read" />;
  await getQueryClient().prefetchQuery(api.apps.overview.queryOptions(appListInput(search)));
  return (
    <Hydrate>
      <AppsPage />
    </Hydrate>
  );
}
