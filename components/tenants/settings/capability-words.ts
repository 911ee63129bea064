import { useLocale, useTranslations } from "next-intl";
import { type CAPABILITIES, type Capability, moduleOf } from "@/server/capabilities/schemas";

type Known = (typeof CAPABILITIES)[number];

/** Titles by language in the reader's own, else in English, else the first there is. */
export function titleIn(title: Record<string, string>, locale: string): string {
  return title[locale.slice(0, 2)] ?? title.en ?? Object.values(title)[0] ?? "";
}

/** What a capability is called, what it is for, and which plans add it. */
export function useCapabilityWords() {
  const t = useTranslations("tenants.settings.capabilities");
  const locale = useLocale();
  return {
    name(capability: Capability): string {
      const module = moduleOf(capability);
      return module === null ? t(`names.${capability as Known}`) : t("module", { module });
    },
    what(capability: Capability): string {
      return moduleOf(capability) === null ? t(`what.${capability as Known}`) : t("moduleWhat");
    },
    plans: (titles: Record<string, string>[]): string =>
      new Intl.ListFormat(locale, { type: "disjunction" }).format(titles.map((one) => titleIn(one, locale))),
    plan: (title: Record<string, string>) => titleIn(title, locale),
  };
}
