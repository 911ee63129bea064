"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { useNow } from "../format/use-now";

const DAY = 86_400_000;
const JUST_NOW = 5_000;

/** "9 min ago" up to a day, then the date; date, time and zone on hover. */
export function RelativeTime({ at, bare }: { at: Date /** Only the length: "9 min". */; bare?: boolean }) {
  const t = useTranslations("common");
  const format = useFormat();
  const now = useNow(10_000);
  const age = now.getTime() - at.getTime();
  const words = () => {
    if (bare) return format.span(age);
    if (age >= DAY) return format.day(at);
    return age < JUST_NOW ? t("justNow") : t("ago", { span: format.span(age) });
  };
  return (
    <time dateTime={at.toISOString()} title={format.full(at)} suppressHydrationWarning>
      {words()}
    </time>
  );
}
