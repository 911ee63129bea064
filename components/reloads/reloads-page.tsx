"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { RELOAD_STATES } from "@/db/schema/states";
import { RELOAD_TRIGGERS } from "@/server/reloads/trigger-schemas";
import { FilterChip } from "../patterns/filter-bar";
import { ListPage } from "../patterns/list-page";
import { RELOAD_TONES } from "../patterns/tones";
import { useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { ButtonLink } from "../ui/button";
import { type ReloadSearch, reloadListInput, reloadSearch } from "./search-params";
import { useReloadColumns } from "./use-reload-columns";

const LOOK_AGAIN_MS = { moving: 3_000, calm: 20_000 };
const oneOf = <T extends string>(values: readonly T[], value: string | null) =>
  values.find((v) => v === value) ?? null;

/** All reloads the person may see, newest first. */
export function ReloadsPage() {
  const t = useTranslations("reloads");
  const me = useMe();
  const trpc = useTRPC();
  const columns = useReloadColumns();
  const [search, set] = useQueryStates(reloadSearch, { history: "push", shallow: true, scroll: false });
  const list = useQuery({
    ...trpc.reloads.overview.queryOptions(reloadListInput(search)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some((reload) => RELOAD_TONES[reload.state] === "running")
        ? LOOK_AGAIN_MS.moving
        : LOOK_AGAIN_MS.calm,
  });
  const change = (next: Partial<ReloadSearch>) => set({ cursor: null, ...next });
  const clear = () => set({ state: null, trigger: null, tenant: null, app: null, cursor: null });
  const filtered = Boolean(search.state || search.trigger || search.tenant || search.app);
  const [first] = list.data?.items ?? [];
  return (
    <ListPage
      place={t("place")}
      title={t("title")}
      empty={{
        title: t("empty.title"),
        body: t(me.operatorRole ? "empty.body" : "empty.bodyOwn"),
        action: <ButtonLink href="/apps">{t("empty.action")}</ButtonLink>,
      }}
      filtered={filtered}
      columns={columns}
      list={list}
      href={(reload) => `/reloads/${reload.id}`}
      cursor={search.cursor}
      onCursor={(cursor) => set({ cursor })}
      nothing={t("nothing")}
      onClear={clear}
    >
      <FilterChip
        name={t("column.state")}
        value={search.state}
        onChange={(value) => change({ state: oneOf(RELOAD_STATES, value) })}
        facets={RELOAD_STATES.map((state) => ({ value: state, label: t(`state.${state}`) }))}
      />
      <FilterChip
        name={t("column.trigger")}
        value={search.trigger}
        onChange={(value) => change({ trigger: oneOf(RELOAD_TRIGGERS, value) })}
        facets={RELOAD_TRIGGERS.map((trigger) => ({ value: trigger, label: t(`trigger.${trigger}`) }))}
      />
      {search.tenant ? (
        <FilterChip
          name={t("column.tenant")}
          value={search.tenant}
          onChange={(tenant) => change({ tenant })}
          facets={[{ value: search.tenant, label: first?.tenant ?? search.tenant }]}
        />
      ) : null}
      {search.app ? (
        <FilterChip
          name={t("column.app")}
          value={search.app}
          onChange={(app) => change({ app })}
          facets={[{ value: search.app, label: first ? `${first.app}, ${first.tenant}` : search.app }]}
        />
      ) : null}
    </ListPage>
  );
}
