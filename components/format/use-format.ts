"use client";

import { useLocale, useTimeZone } from "next-intl";
import { useMemo } from "react";
import { formatDuration, formatSpan } from "./duration";
import { formatMoney, formatPrice } from "./money";
import { formatBytes, formatCompact, formatCount, formatPercent } from "./quantity";

/** The reader's way of writing numbers, lengths of time and instants. */
export function useFormat() {
  const locale = useLocale();
  const timeZone = useTimeZone();
  return useMemo(() => {
    const dates = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { timeZone, ...options });
    const clock = dates({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const stamp = dates({ hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
    const day = dates({ day: "numeric", month: "short", year: "numeric" });
    const full = dates({ dateStyle: "medium", timeStyle: "long" });
    const zone = dates({ timeZoneName: "short" });
    return {
      duration: (ms: number) => formatDuration(locale, ms),
      span: (ms: number) => formatSpan(locale, ms),
      count: (value: number) => formatCount(locale, value),
      compact: (value: number) => formatCompact(locale, value),
      percent: (share: number) => formatPercent(locale, share),
      bytes: (value: number) => formatBytes(locale, value),
      /** Of whole minor units. */
      money: (minor: number, currency: string) => formatMoney(locale, minor, currency),
      /** Of an exact decimal in major units. */
      price: (amount: string, currency: string) => formatPrice(locale, amount, currency),
      /** `12:04:42` */
      time: (at: Date) => clock.format(at),
      /** `12:04:42.021`, for log lines. */
      stamp: (at: Date) => stamp.format(at),
      /** `21 Nov 2026` */
      day: (at: Date) => day.format(at),
      /** Date, time and zone, for titles and `<time>` hovers. */
      full: (at: Date) => full.format(at),
      /** `CET` */
      zone: (at: Date) => zone.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "",
    };
  }, [locale, timeZone]);
}
