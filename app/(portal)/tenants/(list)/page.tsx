import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { Organisations } from "@/components/tenants/organisations";
import { listInput, loadTenantSearch } from "@/components/tenants/search-params";
import { TenantsPage } from "@/components/tenants/tenants-page";

export async function generateMetadata(): Promise<Metadata> {
  const [t, me] = await Promise.all([getTranslations("tenants"), requireMe()]);
  return { title: t(me.operatorRole === null ? "organisations.title" : "title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [search, me] = await Promise.all([loadTenantSearch(searchParams), requireMe()]);
  if (me.operatorRole === null) return <Organisations />;
  const queries = getQueryClient();
  const views = await queries.fetchQuery(api.tenants.views.queryOptions());
  const start = views.find((view) => view.start);
  if (start?.query && Object.keys(await searchParams).length === 0) redirect(`/tenants?${start.query}`);
  await Promise.all([
    queries.prefetchQuery(api.tenants.list.queryOptions(listInput(search))),
    queries.prefetchQuery(api.tenants.facets.queryOptions({ q: search.q.trim() || undefined })),
  ]);
  // What comes of them needs the rows first; without it the list would move once more.
  const rows = queries.getQueryData(api.tenants.list.queryKey(listInput(search)))?.items ?? [];
  if (rows.length > 0)
    await queries.prefetchQuery(api.tenants.facts.queryOptions({ ids: rows.map((row) => row.id) }));
  return (
    <Hydrate>
      <TenantsPage />
    </Hydrate>
  );
}
