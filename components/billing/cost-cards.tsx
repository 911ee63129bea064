"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Part } from "../tenants/part";
import { Card } from "../ui/small";
import { LineTable, ofReckoned } from "./line-table";
import { useDays } from "./use-words";

type Subscription = NonNullable<RouterOutputs["billing"]["subscription"]>;

function Figure({ label, amount, strong }: { label: string; amount: string; strong?: boolean }) {
  return (
    <div className="flex items-baseline gap-3 py-1 text-13">
      <dt className="text-ink-2">{label}</dt>
      <dd className={`ml-auto tabular-nums ${strong ? "text-16 font-strong" : ""}`}>{amount}</dd>
    </div>
  );
}

/** What the running period costs by now and by its end, and how the forecast is made. */
export function CostCard({ subscription }: { subscription: Subscription }) {
  const t = useTranslations("billing.cost");
  const { money } = useFormat();
  const { cost, currency } = subscription;
  return (
    <Card id="billing-cost" title={t("title")} footer={t("method")}>
      <dl className="px-4 py-2.5">
        <Figure label={t("fixed")} amount={money(cost.fixed, currency)} />
        <Figure label={t("used")} amount={money(cost.used, currency)} />
        <Figure label={t("soFar")} amount={money(cost.soFar, currency)} strong />
        <Figure label={t("forecast")} amount={money(cost.forecast, currency)} />
      </dl>
    </Card>
  );
}

/** What the next invoice would have if its time were now. */
export function UpcomingCard({ subscription }: { subscription: Subscription }) {
  const t = useTranslations("billing.upcoming");
  const trpc = useTRPC();
  const { tenantId, zone } = subscription;
  const days = useDays(zone);
  const upcoming = useQuery(trpc.billing.upcoming.queryOptions({ tenant: tenantId }));
  const { data } = upcoming;
  return (
    <Part
      title={t("title")}
      aside={data ? <span className="text-12 text-ink-3">{days.day(data.at)}</span> : undefined}
      query={upcoming}
      empty={(next) => (next === null || next.lines.length === 0 ? t("none") : null)}
    >
      {(next) =>
        next ? (
          <>
            <LineTable
              label={t("title")}
              lines={ofReckoned(next.lines)}
              currency={next.currency}
              zone={zone}
              totals={next}
              total={t("total")}
            />
            {next.lines.some(({ meter }) => meter === "stored_bytes") ? (
              <p className="border-t border-line px-4 py-2.5 text-12 text-ink-3">{t("stored")}</p>
            ) : null}
          </>
        ) : null
      }
    </Part>
  );
}
