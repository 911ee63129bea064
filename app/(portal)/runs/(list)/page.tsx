import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { RunsPage } from "@/components/runs/runs-page";
import { loadRunSearch, runListInput } from "@/components/runs/search-params";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("runs");
  return { title: t("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [search] = await Promise.all([loadRunSearch(searchParams), requireMe()]);
  await getQueryClient().prefetchQuery(api.runs.list.queryOptions(runListInput(search)));
  return (
    <Hydrate>
      <RunsPage />
    </Hydrate>
  );
}
