"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { RUN_STATES } from "@/db/schema/states";
import { PageBar } from "../layout/top-bar";
import { DataTable } from "../patterns/data-table";
import { EmptyState, FilteredEmpty } from "../patterns/empty-state";
import { ErrorState } from "../patterns/error-state";
import { FilterChip } from "../patterns/filter-bar";
import { PageHeader } from "../patterns/page-header";
import { Pager } from "../patterns/pager";
import { isMoving } from "../patterns/tones";
import { useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { runListInput, runSearch } from "./search-params";
import { useRunColumns } from "./use-run-columns";

const LOOK_AGAIN_MS = { moving: 3_000, calm: 20_000 };

/** All runs, newest first. */
export function RunsPage() {
  const t = useTranslations("runs");
  const common = useTranslations("common.filter");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const columns = useRunColumns();
  const [search, set] = useQueryStates(runSearch, { history: "push", shallow: true, scroll: false });
  const list = useQuery({
    ...trpc.runs.list.queryOptions(runListInput(search)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some((run) => isMoving(run.state)) ? LOOK_AGAIN_MS.moving : LOOK_AGAIN_MS.calm,
  });
  const filtered = Boolean(search.state || search.tenant);
  const clear = () => set({ state: null, tenant: null, cursor: null });
  const { operatorRole } = useMe();
  const title = t(operatorRole === null ? "titleOfCustomer" : "title");
  const nothingAtAll = list.data?.items.length === 0 && !filtered && !search.cursor;
  return (
    <>
      <PageBar crumbs={[{ label: shell("fleet") }, { label: title }]} />
      <PageHeader title={title} />
      {nothingAtAll ? (
        <EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2 border-t border-line py-3">
            <FilterChip
              name={t("filter.state")}
              value={search.state}
              onChange={(value) =>
                set({ state: RUN_STATES.find((state) => state === value) ?? null, cursor: null })
              }
              facets={RUN_STATES.map((state) => ({ value: state, label: t(`state.${state}`) }))}
            />
            {search.tenant ? (
              <FilterChip
                name={t("column.tenant")}
                value={search.tenant}
                onChange={(tenant) => set({ tenant, cursor: null })}
                facets={[{ value: search.tenant, label: search.tenant }]}
              />
            ) : null}
            {filtered ? (
              <Button variant="quiet" size="s" onClick={clear}>
                {common("clear")}
              </Button>
            ) : null}
          </div>
          {list.error && !list.data ? (
            <ErrorState error={list.error} onRetry={() => list.refetch()} />
          ) : (
            <>
              <DataTable
                label={t("table")}
                columns={columns}
                rows={list.data?.items ?? null}
                href={(run) => `/runs/${run.id}`}
                stale={list.isPlaceholderData}
                empty={
                  <FilteredEmpty
                    action={
                      <Button size="s" onClick={clear}>
                        {common("clear")}
                      </Button>
                    }
                  >
                    {search.state ? t("filtered", { state: t(`state.${search.state}`) }) : t("empty.title")}
                  </FilteredEmpty>
                }
              />
              <Pager
                shown={list.data?.items.length ?? 0}
                cursor={search.cursor}
                next={list.data?.next ?? null}
                onCursor={(cursor) => set({ cursor })}
              />
            </>
          )}
        </>
      )}
    </>
  );
}
