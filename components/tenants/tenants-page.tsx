"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PageBar } from "../layout/top-bar";
import { DataTable } from "../patterns/data-table";
import { FilteredEmpty } from "../patterns/empty-state";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { Pager } from "../patterns/pager";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { isFiltered, listInput, TENANT_SORTS } from "./search-params";
import { TenantFilters, TenantViews } from "./tenant-filters";
import { TenantsEmpty } from "./tenants-empty";
import { useFilterWords } from "./use-filter-words";
import { useTenantColumns } from "./use-tenant-columns";
import { useTenantSearch } from "./use-tenant-search";

/** While something is being set up the list looks again often, else now and then. */
const LOOK_AGAIN_MS = { moving: 4_000, calm: 30_000 };

/** The fleet: every tenant the person may see, searched, filtered, sorted and paged by its address. */
export function TenantsPage() {
  const t = useTranslations("tenants");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const { search, change, clear } = useTenantSearch();
  const columns = useTenantColumns();
  const words = useFilterWords(search);
  const list = useQuery({
    ...trpc.tenants.list.queryOptions(listInput(search)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some((tenant) => tenant.state === "setting-up" || tenant.state === "deleting")
        ? LOOK_AGAIN_MS.moving
        : LOOK_AGAIN_MS.calm,
  });
  const facets = useQuery({
    ...trpc.tenants.facets.queryOptions({ q: search.q.trim() || undefined }),
    placeholderData: keepPreviousData,
  });
  const filtered = isFiltered(search);
  const nothingAtAll = list.data?.items.length === 0 && !filtered && !search.cursor;

  return (
    <>
      <PageBar crumbs={[{ label: shell("fleet") }, { label: t("title") }]} />
      <PageHeader title={t("title")} />
      {nothingAtAll ? (
        <TenantsEmpty />
      ) : (
        <>
          <TenantViews search={search} facets={facets.data} onChange={change} />
          <TenantFilters search={search} facets={facets.data} onChange={change} onClear={clear} />
          {list.error && !list.data ? (
            <ErrorState error={list.error} onRetry={() => list.refetch()} />
          ) : (
            <>
              {list.error ? (
                <ErrorState error={list.error} onRetry={() => list.refetch()} className="mb-3" />
              ) : null}
              <DataTable
                label={t("table")}
                columns={columns}
                rows={list.data?.items ?? null}
                href={(tenant) => `/tenants/${tenant.id}`}
                sorting={{ by: search.sort, dir: search.dir }}
                onSort={({ by, dir }) =>
                  change({ sort: TENANT_SORTS.find((sort) => sort === by) ?? "name", dir })
                }
                stale={list.isPlaceholderData}
                empty={
                  <FilteredEmpty
                    action={
                      <Button size="s" onClick={clear}>
                        {t("filtered.clear")}
                      </Button>
                    }
                  >
                    {t("filtered.title", { filters: words })}
                  </FilteredEmpty>
                }
              />
              <Pager
                shown={list.data?.items.length ?? 0}
                total={
                  filtered && (search.state || search.plan || search.health) ? undefined : facets.data?.total
                }
                cursor={search.cursor}
                next={list.data?.next ?? null}
                onCursor={(cursor) => change({ cursor })}
              />
            </>
          )}
        </>
      )}
    </>
  );
}
