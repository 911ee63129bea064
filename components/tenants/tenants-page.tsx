"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { FileText, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { PageBar } from "../layout/top-bar";
import { DataTable } from "../patterns/data-table";
import { FilteredEmpty } from "../patterns/empty-state";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { Pager } from "../patterns/pager";
import { useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button, ButtonLink } from "../ui/button";
import { BulkBar } from "./bulk-bar";
import { isFiltered, listInput, TENANT_SORTS, type TenantSearch } from "./search-params";
import { type Facets, TenantFilters, TenantViews } from "./tenant-filters";
import { TenantsEmpty } from "./tenants-empty";
import { useFilterWords } from "./use-filter-words";
import { useSelection } from "./use-selection";
import { type TenantFacts, tenantAddress, useTenantColumns } from "./use-tenant-columns";
import { useTenantSearch } from "./use-tenant-search";

/** While something is being set up the list looks again often, else now and then. */
const LOOK_AGAIN_MS = { moving: 4_000, calm: 30_000 };

const NO_ROWS: { id: string }[] = [];
const NO_FACTS: ReadonlyMap<string, TenantFacts> = new Map();

/** How many tenants the filters match, where the counts by filter tell it: with at most one filter. */
function matching(search: TenantSearch, facets?: Facets): number | undefined {
  const { state, plan, health } = search;
  const chosen = [state, plan, health].filter((value) => value !== null).length;
  if (!facets || chosen > 1) return undefined;
  if (state) return facets.state[state] ?? 0;
  if (plan) return facets.plan[plan] ?? 0;
  return health ? (facets.health[health] ?? 0) : facets.total;
}

/** Apps, last reloads and rows of the page's tenants, which come a moment after their rows. */
function useTenantFacts(rows?: readonly { id: string }[]): ReadonlyMap<string, TenantFacts> {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.tenants.facts.queryOptions({ ids: rows?.map((row) => row.id) ?? [] }),
    enabled: Boolean(rows?.length),
    placeholderData: keepPreviousData,
  });
  return useMemo(() => (data ? new Map(data.map((facts) => [facts.id, facts])) : NO_FACTS), [data]);
}

/** The fleet: every tenant the person may see, searched, filtered, sorted and paged by its address. */
export function TenantsPage() {
  const t = useTranslations("tenants");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const { search, change, clear } = useTenantSearch();
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
  const facts = useTenantFacts(list.data?.items);
  const all = useTenantColumns(facts);
  const columns = useMemo(
    () => all.filter(({ id }) => !search.hide?.some((hidden) => hidden === id)),
    [all, search.hide],
  );
  const rows = list.data?.items ?? NO_ROWS;
  const selection = useSelection(rows, JSON.stringify(listInput(search)));
  const me = useMe();
  const filtered = isFiltered(search);
  const nothingAtAll = list.data?.items.length === 0 && !filtered && !search.cursor;

  const title = me.operatorRole === null ? shell("organisation") : t("title");
  const total = matching(search, facets.data);
  return (
    <>
      <PageBar crumbs={[{ label: shell("fleet") }, { label: title }]} />
      <PageHeader
        title={title}
        actions={
          me.permissions.includes("tenants:create") && !nothingAtAll ? (
            <>
              <ButtonLink href="/tenants/import">
                <FileText />
                {t("many")}
              </ButtonLink>
              <ButtonLink href="/tenants/new" variant="primary">
                <Plus />
                {t("create")}
              </ButtonLink>
            </>
          ) : undefined
        }
      />
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
                href={tenantAddress}
                selection={
                  me.permissions.includes("reloads:start")
                    ? {
                        ids: selection.chosen.ids,
                        toggle: selection.toggle,
                        toggleAll: selection.toggleAll,
                        name: (tenant) => tenant.name,
                        label: (name) => t("bulk.choose", { name }),
                        allLabel: t("bulk.choosePage"),
                      }
                    : undefined
                }
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
                total={total}
                cursor={search.cursor}
                next={list.data?.next ?? null}
                onCursor={(cursor) => change({ cursor })}
              />
              <BulkBar selection={selection} search={search} total={total} />
            </>
          )}
        </>
      )}
    </>
  );
}
