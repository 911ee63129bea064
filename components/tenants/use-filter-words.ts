"use client";

import { useLocale, useTranslations } from "next-intl";
import { planName } from "./plan-name";
import type { TenantSearch } from "./search-params";

/** The filters in words: "state Failed and plan growth". */
export function useFilterWords(search: TenantSearch): string {
  const t = useTranslations("tenants");
  const locale = useLocale();
  const value = (name: string, chosen: string) =>
    t("filtered.value", { name: name.toLocaleLowerCase(locale), value: chosen });
  const parts = [
    search.q.trim() ? t("filtered.search", { q: search.q.trim() }) : null,
    search.state ? value(t("filter.state"), t(`state.${search.state}`)) : null,
    search.health ? value(t("filter.health"), t(`health.${search.health}`)) : null,
    search.plan ? value(t("filter.plan"), planName(search.plan)) : null,
  ].filter((part) => part !== null);
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(parts);
}
