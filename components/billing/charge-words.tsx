"use client";

import { useTranslations } from "next-intl";
import type { Charge } from "@/server/plans/pricing-model";
import { useFormat } from "../format/use-format";
import { useDecimal, useTitle } from "./use-words";

type Price = Extract<Charge, { kind: "usage" }>["price"];

/** Lines that say what a quantity costs, and beyond what. */
export function usePriceLines() {
  const t = useTranslations("billing.prices");
  const { price } = useFormat();
  const decimal = useDecimal();
  return (of: Price, currency: string): string[] => {
    const money = (prices: Record<string, string>) => {
      const amount = prices[currency];
      return amount === undefined ? "–" : price(amount, currency);
    };
    if (of.model === "per-unit") return [t("each", { price: money(of.unit) })];
    if (of.model === "package") return [t("package", { price: money(of.price), size: decimal(of.size) })];
    return of.tiers.map(({ upTo, unit, flat }) => {
      const cost = flat ? t("withFlat", { price: money(unit), flat: money(flat) }) : money(unit);
      if (upTo === null) return t(of.tiers.length > 1 ? "above" : "each", { price: cost });
      return t(of.model === "volume" ? "volumeUpTo" : "upTo", { price: cost, upTo: decimal(upTo) });
    });
  };
}

/** One charge of a plan: its name, what is included, and what more of it costs. */
export function ChargeRow({
  charge,
  currency,
  interval,
}: {
  charge: Charge;
  currency: string;
  interval: "month" | "year";
}) {
  const t = useTranslations("billing.prices");
  const { price } = useFormat();
  const title = useTitle();
  const decimal = useDecimal();
  const priceLines = usePriceLines();
  const fixed = charge.kind === "flat" || charge.kind === "one-off";
  const lines = fixed
    ? [
        t(charge.kind === "one-off" ? "once" : interval, {
          price: charge.amount[currency] === undefined ? "–" : price(charge.amount[currency], currency),
        }),
      ]
    : priceLines(charge.price, currency);
  return (
    <div className="flex gap-3 py-1.5 text-13">
      <dt className="min-w-0 flex-1">
        {title(charge.title)}
        {!fixed && charge.included !== "0" ? (
          <span className="block text-12 text-ink-3">
            {t("included", { count: decimal(charge.included) })}
          </span>
        ) : null}
      </dt>
      <dd className="text-right text-ink-2 tabular-nums">
        {lines.map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
      </dd>
    </div>
  );
}
