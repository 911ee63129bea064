"use client";

import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { useFormat } from "../format/use-format";
import type { RouterOutputs } from "../providers/types";
import { Badge } from "../ui/small";
import { ChargeRow } from "./charge-words";
import { useMeterWords, useTitle } from "./use-words";

export type OfferedPlan = RouterOutputs["plans"]["offered"][number];

const SWITCHES = ["authoring", "export", "api", "alerts"] as const;

/** What of a meter's limit is known without asking for the meter. */
const UNITS: Record<string, string> = {
  reload_bytes: "bytes",
  stored_bytes: "bytes",
  embed_bytes: "bytes",
  export_bytes: "bytes",
  api_bytes: "bytes",
  reload_seconds: "seconds",
  query_seconds: "seconds",
};

function Limits({ plan }: { plan: OfferedPlan }) {
  const t = useTranslations("billing.plans");
  const { name, amount } = useMeterWords();
  const format = useFormat();
  const { limits, interval } = plan.pricing;
  const { entitlements: e } = plan;
  const held = [
    t("apps", { count: e.apps }),
    t("members", { count: format.count(e.members) }),
    t("rows", { count: format.compact(e.rows) }),
    t("reloads", { count: format.count(e.reloadsPerDay) }),
    t("storage", { size: format.bytes(e.storageMb * 1e6) }),
    t("questions", { seconds: format.count(e.querySeconds), size: format.bytes(e.queryMemoryMb * 1e6) }),
  ];
  return (
    <ul className="grid gap-1 text-13 text-ink-2">
      {held.map((one) => (
        <li key={one}>{one}</li>
      ))}
      {limits.map((limit) => (
        <li key={limit.meter}>
          {t(`limit.${interval}`, {
            meter: name({ id: limit.meter }),
            quantity: amount(limit.quantity, UNITS[limit.meter] ?? ""),
          })}{" "}
          <span className="text-ink-3">{t(limit.kind)}</span>
        </li>
      ))}
    </ul>
  );
}

function Capabilities({ plan }: { plan: OfferedPlan }) {
  const t = useTranslations("billing.plans");
  const words = useTranslations("tenants.settings.capabilities.names");
  const { modules } = plan.capabilities;
  return (
    <ul className="grid gap-1 text-13">
      {SWITCHES.map((key) => {
        const on = plan.capabilities[key];
        const Icon = on ? Check : Minus;
        return (
          <li key={key} className={on ? "flex gap-2" : "flex gap-2 text-ink-3"}>
            <Icon className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
            {words(key)}
            <span className="sr-only">{on ? t("has") : t("hasNot")}</span>
          </li>
        );
      })}
      <li className="flex gap-2">
        <Check className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
        {modules === "all" ? t("allModules") : t("modules", { modules: modules.join(", ") })}
      </li>
    </ul>
  );
}

/** The amount in large at a card's head: the flat charges of a period. Exact enough to compare by. */
export function baseOf(plan: Pick<OfferedPlan, "pricing">, currency: string): number {
  return plan.pricing.charges.reduce(
    (sum, charge) => sum + (charge.kind === "flat" ? Number(charge.amount[currency] ?? 0) : 0),
    0,
  );
}

/** A plan as one chooses it: price, what is in it, limits, what more costs. */
export function PlanCard({
  plan,
  currency,
  current,
  action,
}: {
  plan: OfferedPlan;
  currency: string;
  current?: boolean;
  action?: ReactNode;
}) {
  const t = useTranslations("billing.plans");
  const prices = useTranslations("billing.prices");
  const { price } = useFormat();
  const title = useTitle();
  const id = useId();
  const { charges, addons, interval } = plan.pricing;
  return (
    <section
      aria-labelledby={id}
      className="flex min-w-0 flex-col rounded-3 border border-line-strong bg-surface"
    >
      <header className="border-b border-line p-4">
        <div className="flex items-center gap-2">
          <h2 id={id} className="text-16 font-strong tracking-tight">
            {title(plan.title)}
          </h2>
          {plan.version > 1 ? <Badge>{t("version", { version: plan.version })}</Badge> : null}
          {current ? <Badge accent>{t("current")}</Badge> : null}
        </div>
        <p className="mt-1 mb-3">
          <b className="text-26 font-strong tracking-[-0.02em] tabular-nums">
            {price(String(baseOf(plan, currency)), currency)}
          </b>{" "}
          <span className="text-13 text-ink-3">{t(`per.${interval}`)}</span>
        </p>
        {action}
      </header>
      <div className="grid gap-4 p-4">
        <Capabilities plan={plan} />
        <Limits plan={plan} />
        <dl className="divide-y divide-line border-y border-line">
          {charges
            .filter((charge) => charge.kind !== "flat")
            .map((charge) => (
              <ChargeRow key={charge.id} charge={charge} currency={currency} interval={interval} />
            ))}
          {addons.map((addon) => (
            <div key={addon.id} className="flex gap-3 py-1.5 text-13">
              <dt className="min-w-0 flex-1">
                {title(addon.title)} <span className="block text-12 text-ink-3">{t("addon")}</span>
              </dt>
              <dd className="text-right text-ink-2 tabular-nums">
                {prices(interval, { price: price(addon.amount[currency] ?? "0", currency) })}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
