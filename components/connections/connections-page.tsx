"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { FilterChip } from "../patterns/filter-bar";
import { ListPage } from "../patterns/list-page";
import { SearchInput } from "../patterns/search-input";
import { useMay, useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { ButtonLink } from "../ui/button";
import { type ConnectionSearch, connectionListInput, connectionSearch, TEST_STATES } from "./search-params";
import { useConnectionColumns } from "./use-connection-columns";
import { KINDS, useKind } from "./use-kind";

/** Every connection the person may see. */
export function ConnectionsPage() {
  const t = useTranslations("connections");
  const me = useMe();
  const mayCreate = useMay("tenants:create");
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
  const tenant = list.data?.items[0]?.tenant;
  return (
    <ListPage
      place={t("place")}
      title={t("title")}
      empty={{
        title: t("empty.title"),
        body: t(me.operatorRole ? "empty.body" : "empty.bodyOwn"),
        action: mayCreate ? (
          <ButtonLink href="/tenants/new" variant="primary" size="l">
            {t("empty.action")}
          </ButtonLink>
        ) : undefined,
      }}
      filtered={filtered}
      columns={columns}
      list={list}
      href={(row) => `/connections/${row.id}`}
      cursor={search.cursor}
      onCursor={(cursor) => set({ cursor })}
      nothing={t("nothing")}
      onClear={clear}
    >
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
    </ListPage>
  );
}
