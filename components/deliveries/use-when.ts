import { useLocale, useTranslations } from "next-intl";
import type { RouterOutputs } from "../providers/types";

export type Delivery = RouterOutputs["deliveries"]["list"]["items"][number];

/** Monday as 1 to Sunday as 7, in the reader's language. */
export function weekdayName(day: number, locale: string): string {
  // The first of January 2024 was a Monday.
  const date = new Date(Date.UTC(2024, 0, day));
  return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(date);
}

/** "Every Monday at 07:00 (Europe/Berlin)". */
export function useWhen(): (of: Pick<Delivery, "every" | "weekday" | "day" | "at" | "zone">) => string {
  const t = useTranslations("deliveries.when");
  const locale = useLocale();
  return ({ every, weekday, day, at, zone }) => {
    if (every === "weekly") return t("weekly", { day: weekdayName(weekday ?? 1, locale), at, zone });
    if (every === "monthly")
      return day === 31 ? t("lastDay", { at, zone }) : t("monthly", { day: day ?? 1, at, zone });
    return t("daily", { at, zone });
  };
}
