"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../../format/use-format";
import type { RouterOutputs } from "../../providers/types";
import { usePriceLines } from "../charge-words";
import { useDecimal, useMeterWords, useTitle } from "../use-words";
import { ENTITLEMENTS, SWITCHES } from "./editor/model";

export type CataloguePlan = RouterOutputs["plans"]["catalogue"][number];
type Charge = CataloguePlan["pricing"]["charges"][number];

/** One thing a plan says. The same `key` in two versions is the same thing. */
export interface PlanFact {
  key: string;
  label: string;
  lines: string[];
}

/** What a plan says, thing by thing, with prices in the currencies given. */
export function usePlanFacts(): (plan: CataloguePlan, currencies: readonly string[]) => PlanFact[] {
  const t = useTranslations("catalogue.facts");
  const prices = useTranslations("billing.prices");
  const names = useTranslations("tenants.settings.capabilities.names");
  const format = useFormat();
  const decimal = useDecimal();
  const titleOf = useTitle();
  const meters = useMeterWords();
  const priceLines = usePriceLines();
  const amount = (of: Record<string, string>, code: string) =>
    of[code] === undefined ? "–" : format.price(of[code], code);
  const chargeLines = (charge: Charge, code: string, interval: "month" | "year"): string[] => {
    if (charge.kind === "flat") return [prices(interval, { price: amount(charge.amount, code) })];
    if (charge.kind === "one-off") return [prices("once", { price: amount(charge.amount, code) })];
    const included = charge.included === "0" ? [] : [prices("included", { count: decimal(charge.included) })];
    const meter =
      charge.kind === "usage"
        ? [t("counts", { meter: meters.name({ id: charge.meter }), per: decimal(charge.per) })]
        : [];
    return [...meter, ...included, ...priceLines(charge.price, code)];
  };
  return (plan, currencies) => {
    const { pricing, entitlements, capabilities } = plan;
    const { charges, addons, minimum, limits, interval } = pricing;
    const priced = (key: string, label: string, lines: (code: string) => string[]) =>
      currencies.map((code) => ({
        ...{ key: `${key} ${code}`, lines: lines(code) },
        label: currencies.length > 1 ? `${label}, ${code}` : label,
      }));
    return [
      { key: "title", label: t("name"), lines: [titleOf(plan.title)] },
      { key: "interval", label: t("interval"), lines: [t(interval)] },
      { key: "trial", label: t("trial"), lines: [t("days", { count: pricing.trialDays })] },
      ...charges.flatMap((one) =>
        priced(`charge ${one.id}`, titleOf(one.title), (code) => chargeLines(one, code, interval)),
      ),
      ...charges.flatMap((one) =>
        one.taxClass === "standard"
          ? []
          : [
              {
                key: `tax ${one.id}`,
                label: t("taxOf", { charge: titleOf(one.title) }),
                lines: [t(`tax.${one.taxClass}`)],
              },
            ],
      ),
      ...addons.flatMap((one) =>
        priced(`addon ${one.id}`, t("addon", { addon: titleOf(one.title) }), (code) => [
          prices(interval, { price: amount(one.amount, code) }),
        ]),
      ),
      ...(minimum ? priced("minimum", t("minimum"), (code) => [amount(minimum, code)]) : []),
      ...limits.map(({ meter, quantity, kind, gracePercent }) => ({
        ...{ key: `limit ${meter}`, label: t("limit", { meter: meters.name({ id: meter }) }) },
        lines: [
          t(kind, { quantity: decimal(quantity) }),
          ...(gracePercent === "0" ? [] : [t("grace", { percent: decimal(gracePercent) })]),
        ],
      })),
      ...ENTITLEMENTS.map((key) => ({
        ...{ key, label: t(`entitlement.${key}`), lines: [format.count(entitlements[key])] },
      })),
      ...SWITCHES.map((key) => ({ key, label: names(key), lines: [t(capabilities[key] ? "on" : "off")] })),
      {
        ...{ key: "modules", label: t("modules") },
        lines: [capabilities.modules === "all" ? t("all") : capabilities.modules.join(", ")],
      },
    ];
  };
}

export interface PlanDifference {
  key: string;
  label: string;
  before: string[];
  after: string[];
}

/** What two versions say differently; a thing only one of them has is empty in the other. */
export function differencesOf(before: readonly PlanFact[], after: readonly PlanFact[]): PlanDifference[] {
  const old = new Map(before.map((fact) => [fact.key, fact]));
  const now = new Set(after.map((fact) => fact.key));
  return [
    ...after.map((fact) => ({ ...fact, before: old.get(fact.key)?.lines ?? [], after: fact.lines })),
    ...before
      .filter((fact) => !now.has(fact.key))
      .map((fact) => ({ ...fact, before: fact.lines, after: [] })),
  ]
    .filter((one) => one.before.join("\n") !== one.after.join("\n"))
    .map(({ key, label, before: was, after: is }) => ({ key, label, before: was, after: is }));
}
