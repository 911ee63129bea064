"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { PageBar } from "../layout/top-bar";
import { EmptyState } from "../patterns/empty-state";
import { FilterChip } from "../patterns/filter-bar";
import { ClearFilters, ListBody } from "../patterns/list-body";
import { PageHeader } from "../patterns/page-header";
import { SearchInput } from "../patterns/search-input";
import { useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { ButtonLink } from "../ui/button";
import { type ConnectionSearch, connectionListInput, connectionSearch, TEST_STATES } from "./search-params";
import { useConnectionColumns } from "./use-connection-columns";
import { KINDS, useKind } from "./use-kind";

/** Every connection the person may see. */
export function ConnectionsPage() {
  const t = useTranslations("connections");
  const me = useMe();
  const trpc = useTRPC();
  const columns = useConnectionColumns();
  const kind = useKind();
  const [search, set] = useQueryStates(connectionSearch, { history: "push", shallow: true, scroll: false });
  const list = useQuery({
    ...trpc.connections.overview.queryOptions(connectionListInput(search)),
    placeholderData: keepPreviousData,
  });
  const change = (next: Partial<ConnectionSearch>) => set({ cursor: null, ...next });
  const clear = () => set({ q: null, kind: null, test: null, tenant: null, cursor: null });
  const filtered = Boolean(search.q.trim() || search.kind || search.test || search.tenant);
  const nothingAtAll = list.data?.items.length === 0 && !filtered && !search.cursor;
  const tenant = list.data?.items[0]?.tenant;
  return (
    <>
      <PageBar crumbs={[{ label: t("place") }, { label: t("title") }]} />
      <PageHeader title={t("title")} />
      {nothingAtAll ? (
        <EmptyState
          title={t("empty.title")}
          action={
            <ButtonLink href="/tenants/new" variant="primary" size="l">
              {t("empty.action")}
            </ButtonLink>
          }
        >
          {t("empty.body")}
        </EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2 border-t border-line py-3">
            <SearchInput
              value={search.q}
              onChange={(q) => change({ q })}
              label={t("search")}
              placeholder={t(me.operatorRole ? "searchHint" : "search")}
            />
            <FilterChip
              name={t("column.kind")}
              value={search.kind}
              onChange={(value) => change({ kind: value })}
              facets={KINDS.map((value) => ({ value, label: kind(value) }))}
            />
            <FilterChip
              name={t("column.test")}
              value={search.test}
              onChange={(value) => change({ test: TEST_STATES.find((state) => state === value) ?? null })}
              facets={TEST_STATES.map((value) => ({ value, label: t(`tested.${value}`) }))}
            />
            {search.tenant ? (
              <FilterChip
                name={t("column.tenant")}
                value={search.tenant}
                onChange={(value) => change({ tenant: value })}
                facets={[{ value: search.tenant, label: tenant ?? search.tenant }]}
              />
            ) : null}
            <ClearFilters shown={filtered} onClear={clear} />
          </div>
          <ListBody
            label={t("title")}
            columns={columns}
            list={list}
            href={(row) => `/connections/${row.id}`}
            cursor={search.cursor}
            onCursor={(cursor) => set({ cursor })}
            nothing={t("nothing")}
            onClear={clear}
          />
        </>
      )}
    </>
  );
}
