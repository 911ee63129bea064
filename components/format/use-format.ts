"use client";

import { useLocale, useTimeZone } from "next-intl";
import { useMemo } from "react";
import { formatDuration, formatSpan } from "./duration";
import { instants } from "./instants";
import { formatMoney, formatPrice } from "./money";
import { formatBytes, formatCompact, formatCount, formatPercent } from "./quantity";

/** The reader's way of writing numbers, lengths of time and instants. */
export function useFormat() {
  const locale = useLocale();
  const timeZone = useTimeZone();
  return useMemo(() => {
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
      ...instants(locale, timeZone),
    };
  }, [locale, timeZone]);
}
