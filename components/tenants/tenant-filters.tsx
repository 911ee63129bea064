"use client";

import { useTranslations } from "next-intl";
import { HEALTH_STATES, TENANT_STATES } from "@/db/schema/states";
import { useFormat } from "../format/use-format";
import { FilterChip } from "../patterns/filter-bar";
import { SearchInput } from "../patterns/search-input";
import { Button } from "../ui/button";
import { tabClass } from "../ui/tabs";
import { ColumnChoice } from "./column-choice";
import { planName } from "./plan-name";
import { SavedViews } from "./saved-views";
import { isFiltered, type TenantSearch } from "./search-params";

export interface Facets {
  total: number;
  state: Record<string, number>;
  plan: Record<string, number>;
  health: Record<string, number>;
}

type Change = (next: Partial<TenantSearch>) => void;

const oneOf = <T extends string>(values: readonly T[], value: string | null) =>
  values.find((v) => v === value) ?? null;

/** Ready-made views: each is nothing but filters in the address. */
export function TenantViews({
  search,
  facets,
  onChange,
}: {
  search: TenantSearch;
  facets?: Facets;
  onChange: Change;
}) {
  const t = useTranslations("tenants.views");
  const format = useFormat();
  const views = [
    { key: "all", state: null, health: null, count: facets?.total },
    { key: "failed", state: "failed", health: null, count: facets?.state.failed },
    { key: "late", state: null, health: "late", count: facets?.health.late },
    { key: "settingUp", state: "setting-up", health: null, count: facets?.state["setting-up"] },
    { key: "active", state: "active", health: null, count: facets?.state.active },
    { key: "suspended", state: "suspended", health: null, count: facets?.state.suspended },
  ] as const;
  return (
    <nav aria-label={t("label")} className="flex gap-5 overflow-x-auto border-b border-line no-scrollbar">
      {views.map((view) => {
        const current = search.state === view.state && search.health === view.health && !search.plan;
        return (
          <button
            key={view.key}
            type="button"
            aria-current={current}
            className={tabClass}
            onClick={() => onChange({ state: view.state, health: view.health, plan: null })}
          >
            {t(view.key)}{" "}
            {facets ? <span className="font-regular text-ink-3">{format.count(view.count ?? 0)}</span> : null}
          </button>
        );
      })}
    </nav>
  );
}

export function TenantFilters({
  search,
  facets,
  onChange,
  onClear,
}: {
  search: TenantSearch;
  facets?: Facets;
  onChange: Change;
  onClear: () => void;
}) {
  const t = useTranslations("tenants");
  const common = useTranslations("common.filter");
  const plans = Object.keys(facets?.plan ?? {}).sort();
  return (
    <div className="flex flex-wrap items-center gap-2 py-3">
      <SearchInput
        value={search.q}
        onChange={(q) => onChange({ q })}
        label={t("search")}
        placeholder={t("searchHint")}
      />
      <FilterChip
        name={t("filter.state")}
        value={search.state}
        onChange={(value) => onChange({ state: oneOf(TENANT_STATES, value) })}
        facets={TENANT_STATES.filter((state) => state !== "deleted").map((state) => ({
          value: state,
          label: t(`state.${state}`),
          count: facets ? (facets.state[state] ?? 0) : undefined,
        }))}
      />
      <FilterChip
        name={t("filter.plan")}
        value={search.plan}
        onChange={(plan) => onChange({ plan })}
        facets={plans.map((plan) => ({ value: plan, label: planName(plan), count: facets?.plan[plan] }))}
      />
      <FilterChip
        name={t("filter.health")}
        value={search.health}
        onChange={(value) => onChange({ health: oneOf(HEALTH_STATES, value) })}
        facets={HEALTH_STATES.map((health) => ({
          value: health,
          label: t(`health.${health}`),
          count: facets ? (facets.health[health] ?? 0) : undefined,
        }))}
      />
      {isFiltered(search) ? (
        <Button variant="quiet" size="s" onClick={onClear}>
          {common("clear")}
        </Button>
      ) : null}
      <span className="ml-auto flex items-center gap-1">
        <ColumnChoice search={search} onChange={onChange} />
        <SavedViews search={search} />
      </span>
    </div>
  );
}
