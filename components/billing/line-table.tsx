"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import type { RouterOutputs } from "../providers/types";
import { headClass } from "../settings/table";
import { cn } from "../ui/cn";
import { TextLink } from "../ui/link";
import { Badge } from "../ui/small";
import { useDays, useDecimal, useTitle } from "./use-words";

type Reckoned = NonNullable<RouterOutputs["billing"]["upcoming"]>["lines"][number];
type Kept = RouterOutputs["billing"]["invoice"]["lines"][number];

/** A line of an invoice, or of one that is only thought of. Money in minor units. */
export interface ShownLine {
  id: string;
  title: Record<string, string>;
  kind: string;
  lineKind: "charge" | "credit" | "correction";
  quantity: string;
  from: Date;
  to: Date;
  /** Share of the period in which it was owed. */
  share: number;
  net: number;
  /** Where it is traced to its events. */
  href?: string;
}

const shareOf = (seconds: number, from: Date, to: Date) => {
  const whole = (to.getTime() - from.getTime()) / 1000;
  return seconds > 0 && whole > 0 ? seconds / whole : 1;
};

export const ofReckoned = (lines: readonly Reckoned[]): ShownLine[] =>
  lines.map(({ key, title, kind, lineKind, quantity, period, seconds, net }) => {
    const [from, to] = [new Date(period.from * 1000), new Date(period.to * 1000)];
    return {
      id: `${period.index} ${key}`,
      ...{ title, kind, lineKind, quantity, from, to, net },
      share: shareOf(seconds, from, to),
    };
  });

/** @param base address of their invoice */
export const ofKept = (lines: readonly Kept[], base: string): ShownLine[] =>
  lines.map(({ id, title, kind, lineKind, quantity, periodFrom: from, periodTo: to, seconds, net }) => ({
    ...{ id, title, kind, lineKind, quantity, from, to, net },
    ...(kind === "usage" ? { href: `${base}/lines/${id}` } : {}),
    share: shareOf(seconds, from, to),
  }));

const COUNTED = new Set(["usage", "seats", "manual"]);

function Line({ line, currency, zone }: { line: ShownLine; currency: string; zone: string }) {
  const t = useTranslations("billing.lines");
  const format = useFormat();
  const title = useTitle();
  const decimal = useDecimal();
  const days = useDays(zone);
  const name = line.kind === "minimum" || line.kind === "commitment" ? t(line.kind) : title(line.title);
  const part = line.kind !== "usage" && line.share < 1;
  return (
    <tr className="border-b border-line align-top last:border-b-0">
      <td className="py-2 pr-3 pl-4">
        {line.href ? (
          <TextLink href={line.href}>{name}</TextLink>
        ) : (
          <span className="font-medium">{name}</span>
        )}{" "}
        {line.lineKind === "charge" ? null : <Badge>{t(line.lineKind)}</Badge>}
        <span className="block text-12 text-ink-3">
          {days.period(line.from, line.to)}
          {part ? ` · ${t("part", { share: format.percent(line.share) })}` : null}
        </span>
      </td>
      <td className="px-3 py-2 text-right text-ink-2 tabular-nums">
        {COUNTED.has(line.kind) ? decimal(line.quantity) : null}
      </td>
      <td className="py-2 pr-4 pl-3 text-right whitespace-nowrap tabular-nums">
        {format.money(line.net, currency)}
      </td>
    </tr>
  );
}

function Sum({ label, amount, strong }: { label: string; amount: string; strong?: boolean }) {
  return (
    <tr className={cn(strong && "border-t border-line-strong font-strong")}>
      <th
        scope="row"
        colSpan={2}
        className={cn("py-1.5 pl-4 text-left font-regular text-ink-2", strong && "font-strong text-ink")}
      >
        {label}
      </th>
      <td className="py-1.5 pr-4 pl-3 text-right whitespace-nowrap tabular-nums">{amount}</td>
    </tr>
  );
}

/** Lines with their sums; what an invoice has in its middle. */
export function LineTable({
  label,
  lines,
  currency,
  zone,
  totals,
  total,
}: {
  label: string;
  lines: readonly ShownLine[];
  currency: string;
  zone: string;
  totals: { net: number; tax: number; gross: number };
  /** Words of the last sum. */
  total: string;
}) {
  const t = useTranslations("billing.lines");
  const { money } = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="overflow-x-auto" aria-label={label} tabIndex={0}>
      <table className="w-full border-collapse text-13">
        <thead className="border-b border-line">
          <tr>
            <th scope="col" className={cn(headClass, "pl-4")}>
              {t("what")}
            </th>
            <th scope="col" className={cn(headClass, "text-right")}>
              {t("quantity")}
            </th>
            <th scope="col" className={cn(headClass, "pr-4 text-right")}>
              {t("amount")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.id} line={line} currency={currency} zone={zone} />
          ))}
        </tbody>
        <tfoot className="border-t border-line-strong">
          <Sum label={t("net")} amount={money(totals.net, currency)} />
          <Sum label={t("tax")} amount={money(totals.tax, currency)} />
          <Sum label={total} amount={money(totals.gross, currency)} strong />
        </tfoot>
      </table>
    </section>
  );
}
