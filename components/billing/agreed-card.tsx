"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { Card } from "../ui/small";
import type { Subscription } from "./change-model";
import { useDays, useOff, useTitle } from "./use-words";

/** What is agreed with this customer beside the plan: discounts, and what they committed to spend. Nothing where nothing is. */
export function AgreedCard({ subscription }: { subscription: Subscription }) {
  const t = useTranslations("billing.agreed");
  const { money } = useFormat();
  const title = useTitle();
  const off = useOff();
  const days = useDays(subscription.zone);
  const { agreed, currency, terms } = subscription;
  const prices = Object.keys(terms.negotiated).length;
  if (agreed.discounts.length === 0 && !agreed.commitment && prices === 0) return null;
  const { commitment } = agreed;
  return (
    <Card id="billing-agreed" title={t("title")}>
      <ul className="grid gap-2.5 px-4 py-3 text-13">
        {commitment ? (
          <li>
            <span className="font-medium">
              {t("commitment", { amount: money(commitment.amount, currency) })}
            </span>
            <span className="block text-12 text-ink-3">
              {t("spent", {
                days: days.period(commitment.from, commitment.until),
                amount: money(commitment.spent, currency),
              })}
            </span>
            <progress
              className="mt-1.5 block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-press [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-press [&::-webkit-progress-value]:bg-accent"
              max={commitment.amount}
              value={Math.max(0, Math.min(commitment.amount, commitment.spent))}
              aria-label={t("commitment", { amount: money(commitment.amount, currency) })}
            />
          </li>
        ) : null}
        {agreed.discounts.map((discount) => (
          <li key={discount.id}>
            <span className="font-medium">{title(discount.title)}</span>: {off(discount.off, currency)}
            <span className="block text-12 text-ink-3">
              {discount.until
                ? t("between", { from: days.day(discount.from), until: days.day(discount.until) })
                : t("from", { from: days.day(discount.from) })}
            </span>
          </li>
        ))}
        {prices > 0 ? <li>{t("prices", { count: prices })}</li> : null}
      </ul>
    </Card>
  );
}
