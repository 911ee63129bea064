"use client";

import { useLocale, useTranslations } from "next-intl";
import { weekdayName } from "../deliveries/use-when";
import { type Rhythm, rhythmOf } from "./cron-words";

const WORKDAYS = "1,2,3,4,5";

/** When a schedule comes round, in words; an unusual one as it is written. */
export function ScheduleWords({ cron }: { cron: string }) {
  const t = useTranslations("apps.page.rhythm");
  const locale = useLocale();
  const rhythm = rhythmOf(cron);
  if (!rhythm) return <span>{t("other", { cron })}</span>;
  const onWeekdays = ({ at, weekdays }: Extract<Rhythm, { every: "week" }>) => {
    const names = weekdays.map((weekday) => weekdayName(weekday, locale));
    if (weekdays.join() === WORKDAYS) return t("workdays", { at });
    return t("week", { at, day: new Intl.ListFormat(locale, { type: "conjunction" }).format(names) });
  };
  const words = () => {
    if (rhythm.every === "minutes") return t("minutes", { count: rhythm.count });
    if (rhythm.every === "hour") return t("hour", { minute: rhythm.minute });
    if (rhythm.every === "hours") return t("hours", { count: rhythm.count, minute: rhythm.minute });
    if (rhythm.every === "day") return t("day", { at: rhythm.at });
    if (rhythm.every === "month") return t("month", { at: rhythm.at, day: rhythm.day });
    return onWeekdays(rhythm);
  };
  return <span title={cron}>{words()}</span>;
}
