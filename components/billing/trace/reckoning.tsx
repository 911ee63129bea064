"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormat } from "../../format/use-format";
import type { RouterOutputs } from "../../providers/types";
import { cn } from "../../ui/cn";
import { useDecimal, useTitle } from "../use-words";

export type Reckoning = RouterOutputs["billing"]["traceMeter"]["reckonings"][number];
type Part = Reckoning["parts"][number];

/** One step: what it is, how it is reckoned, what comes out. */
export function Step({
  name,
  how,
  result,
  strong,
}: {
  name: ReactNode;
  how?: ReactNode;
  result: ReactNode;
  strong?: boolean;
}) {
  return (
    <div
      className={cn(
        "grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-line px-4 py-2 text-13 not-first:border-t",
        strong && "font-strong",
      )}
    >
      <dt className="min-w-0">
        {name}
        {how ? <span className="block text-12 font-regular text-ink-3 tabular-nums">{how}</span> : null}
      </dt>
      <dd className="text-right tabular-nums">{result}</dd>
    </div>
  );
}

/** Where a tier begins and ends. */
function usePartName() {
  const t = useTranslations("tracing.reckoning");
  const decimal = useDecimal();
  return (part: Part): string => {
    if (part.kind === "unit") return t("each");
    if (part.kind === "package") return t("packages", { size: decimal(part.size ?? "1") });
    if (part.upTo === null)
      return part.from === "0" ? t("each") : t("above", { from: decimal(part.from ?? "0") });
    return t("between", { from: decimal(part.from ?? "0"), to: decimal(part.upTo) });
  };
}

/** From a quantity in the price's units to an amount: included, tiers, rounding, each number of it. */
export function ReckoningSteps({ reckoning }: { reckoning: Reckoning }) {
  const t = useTranslations("tracing.reckoning");
  const format = useFormat();
  const decimal = useDecimal();
  const nameOf = usePartName();
  const { currency, how, seconds, length, included, includedWhole, billable, parts, quantity } = reckoning;
  const partly = seconds < length;
  const share = t("share", { seconds: format.count(seconds), length: format.count(length) });
  const price = (amount: string) => format.price(amount, currency);
  return (
    <>
      {includedWhole === "0" ? null : (
        <Step
          name={t("included")}
          how={
            partly && how === "sum"
              ? `${decimal(includedWhole)} × ${share} = ${decimal(included)}`
              : `${decimal(quantity)} − ${decimal(included)}`
          }
          result={t("left", { quantity: decimal(billable) })}
        />
      )}
      {parts.map((part) => (
        <Step
          key={`${part.kind} ${part.from}`}
          name={nameOf(part)}
          how={`${decimal(part.quantity)} × ${price(part.unit)}${part.flat ? ` + ${price(part.flat)}` : ""}`}
          result={price(part.amount)}
        />
      ))}
      {partly && how === "average" ? (
        <Step name={t("partOfPeriod")} how={`× ${share}`} result={price(reckoning.exact)} />
      ) : null}
      <Step
        name={t("rounded")}
        how={reckoning.agreed ? t("agreed") : t("once")}
        result={format.money(reckoning.rounded, currency)}
        strong
      />
    </>
  );
}

/** A charge as a heading of its reckoning: its title and its plan. */
export function ChargeName({ reckoning }: { reckoning: Reckoning }) {
  const title = useTitle();
  return (
    <>
      {title(reckoning.title)} <span className="font-regular text-ink-3">{reckoning.plan}</span>
    </>
  );
}
