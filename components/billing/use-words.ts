"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { METER_IDS, type MeterId } from "@/server/usage/model";
import { useFormat } from "../format/use-format";
import { titleIn } from "../tenants/settings/capability-words";

const isShipped = (id: string): id is MeterId => METER_IDS.some((one) => one === id);

interface MeterFacts {
  id: string;
  unit: string;
  title?: string;
}

/** What meters are called, and how much of them is written. */
export function useMeterWords() {
  const t = useTranslations("billing.meters");
  const format = useFormat();
  return {
    name: ({ id, title }: Pick<MeterFacts, "id" | "title">) => (isShipped(id) ? t(id) : (title ?? id)),
    amount(quantity: string | number, unit: string): string {
      const value = Number(quantity);
      if (unit === "bytes") return format.bytes(value);
      if (unit === "seconds") return format.duration(value * 1000);
      return value < 100_000 ? format.count(value) : format.compact(value);
    },
  };
}

/** Titles of plans and charges in the reader's language. */
export function useTitle(): (title: Record<string, string>) => string {
  const locale = useLocale();
  return (title) => titleIn(title, locale);
}

const LAST_INSTANT_MS = 1;

/** Days of a half-open period as its zone's calendar has them. */
export function useDays(zone: string) {
  const locale = useLocale();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: zone });
    return {
      /** `1–30 Nov 2026`: the last day is the last one that belongs to it. */
      period: (from: Date, to: Date) =>
        // The width of the spaces differs between versions of the locale data: server and browser are to agree.
        format.formatRange(from, new Date(to.getTime() - LAST_INSTANT_MS)).replaceAll("\u2009", " "),
      day: (at: Date) => format.format(at),
    };
  }, [locale, zone]);
}

/** An exact decimal as people write it. */
export function useDecimal(): (text: string) => string {
  const locale = useLocale();
  return useMemo(() => {
    const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
    return (text) => format.format(text as Intl.StringNumericLiteral);
  }, [locale]);
}

type Off = { kind: "percent"; percent: string } | { kind: "amount"; amount: string };

/** What a discount takes off, in words. */
export function useOff(): (off: Off, currency: string) => string {
  const t = useTranslations("billing.off");
  const { price } = useFormat();
  const decimal = useDecimal();
  return (off, currency) =>
    off.kind === "percent"
      ? t("percent", { percent: decimal(off.percent) })
      : t("amount", { amount: price(off.amount, currency) });
}
