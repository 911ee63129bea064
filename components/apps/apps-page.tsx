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
import { type AppSearch, appListInput, appSearch } from "./search-params";
import { appAddress, useAppColumns } from "./use-app-columns";

/** Every app the person may see, whatever its tenant. */
export function AppsPage() {
  const t = useTranslations("apps.list");
  const me = useMe();
  const trpc = useTRPC();
  const columns = useAppColumns();
  const mayTemplates = useMay("templates:read");
  const mayCreate = useMay("tenants:create");
  const [search, set] = useQueryStates(appSearch, { history: "push", shallow: true, scroll: false });
  const list = useQuery({
    ...trpc.apps.overview.queryOptions(appListInput(search)),
    placeholderData: keepPreviousData,
    refetchInterval: 20_000,
  });
  const templates = useQuery({ ...trpc.templates.list.queryOptions({ limit: 200 }), enabled: mayTemplates });
  const change = (next: Partial<AppSearch>) => set({ cursor: null, ...next });
  const clear = () => set({ q: null, template: null, tenant: null, cursor: null });
  const filtered = Boolean(search.q.trim() || search.template || search.tenant);
  const known = templates.data?.items.map(({ id }) => id) ?? (search.template ? [search.template] : []);
  return (
    <ListPage
      place={t("place")}
      title={t("title")}
      empty={{
        title: t("emptyTitle"),
        body: t(me.operatorRole ? "emptyBody" : "emptyBodyOwn"),
        action: mayCreate ? (
          <ButtonLink href="/tenants/new" variant="primary" size="l">
            {t("create")}
          </ButtonLink>
        ) : undefined,
      }}
      filtered={filtered}
      columns={columns}
      list={list}
      href={appAddress}
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
      {known.length > 0 ? (
        <FilterChip
          name={t("template")}
          value={search.template}
          onChange={(template) => change({ template })}
          facets={known.map((id) => ({ value: id, label: id }))}
        />
      ) : null}
      {search.tenant ? (
        <FilterChip
          name={t("tenant")}
          value={search.tenant}
          onChange={(tenant) => change({ tenant })}
          facets={[{ value: search.tenant, label: list.data?.items[0]?.tenant ?? search.tenant }]}
        />
      ) : null}
    </ListPage>
  );
}
