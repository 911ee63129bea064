"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../../format/use-format";
import { EmptyState } from "../../patterns/empty-state";
import { ErrorState } from "../../patterns/error-state";
import { TitleBlock, TitleCell } from "../../patterns/title-block";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { TableSkeleton } from "../../settings/table";
import { PartRow } from "../../tenants/part";
import { planName } from "../../tenants/plan-name";
import { TextLink } from "../../ui/link";
import { Card } from "../../ui/small";
import { InvoiceActions } from "../invoice-actions";
import { invoiceHref } from "../invoices-card";
import { FiguresTable, figureClass, wordClass } from "./figures-table";
import { FleetBillingFrame } from "./frame";
import { RunNow } from "./run-now";
import { TenantsCard } from "./tenants-card";

type Fleet = RouterOutputs["billing"]["fleet"];

function Totals({ totals }: { totals: Fleet["totals"] }) {
  const t = useTranslations("billing.fleet");
  const { money, count } = useFormat();
  return totals.map(({ currency, mrr, billed, open, overdue, subscriptions }) => (
    <TitleBlock key={currency}>
      <TitleCell label={t("mrr", { currency })}>
        <span className="tabular-nums">{money(mrr, currency)}</span>
      </TitleCell>
      <TitleCell label={t("billed")}>
        <span className="tabular-nums">{money(billed, currency)}</span>
      </TitleCell>
      <TitleCell label={t("open")}>
        <span className="tabular-nums">{money(open, currency)}</span>
      </TitleCell>
      <TitleCell label={t("late")}>
        <span className="tabular-nums">{money(overdue, currency)}</span>
      </TitleCell>
      <TitleCell label={t("count")}>{count(subscriptions)}</TitleCell>
    </TitleBlock>
  ));
}

function Dunning({ overdue }: { overdue: Fleet["overdue"] }) {
  const t = useTranslations("billing.fleet");
  const { money } = useFormat();
  return (
    <Card id="billing-dunning" title={t("dunning")}>
      {overdue.length === 0 ? <p className="px-4 py-3.5 text-13 text-ink-3">{t("noDunning")}</p> : null}
      {overdue.length > 0 ? (
        <FiguresTable
          label={t("dunning")}
          words={[t("tenant"), t("number"), t("age")]}
          figures={[t("rest"), t("actions")]}
        >
          {overdue.map((invoice) => (
            <tr key={invoice.id}>
              <td className={wordClass}>{invoice.tenant}</td>
              <td className={`${wordClass} whitespace-nowrap`}>
                <TextLink href={invoiceHref(invoice)}>{invoice.number}</TextLink>
              </td>
              <td className={`${wordClass} whitespace-nowrap text-ink-2`}>
                {t("since", { days: invoice.days })}
              </td>
              <td className={figureClass}>{money(invoice.gross - invoice.paid, invoice.currency)}</td>
              <td className={figureClass}>
                <span className="inline-flex gap-1.5">
                  <InvoiceActions invoice={invoice} size="s" />
                </span>
              </td>
            </tr>
          ))}
        </FiguresTable>
      ) : null}
    </Card>
  );
}

function Movers({ movers }: { movers: Fleet["movers"] }) {
  const t = useTranslations("billing.fleet");
  const { money } = useFormat();
  return (
    <Card id="billing-movers" title={t("movers")}>
      {movers.length === 0 ? <p className="px-4 py-3.5 text-13 text-ink-3">{t("noMovers")}</p> : null}
      <ul>
        {movers.map(({ tenantId, tenant, currency, now, before }) => (
          <PartRow
            key={`${tenantId} ${currency}`}
            end={
              <span className="tabular-nums">
                <b className="block text-13 font-medium text-ink">{money(now, currency)}</b>
                {t("from", { before: money(before, currency) })}
              </span>
            }
          >
            <TextLink href={`/tenants/${tenantId}/billing`}>{tenant}</TextLink>
          </PartRow>
        ))}
      </ul>
    </Card>
  );
}

function Trials({ trials }: { trials: Fleet["trials"] }) {
  const t = useTranslations("billing.fleet");
  const { day } = useFormat();
  return (
    <Card id="billing-trials" title={t("trials")}>
      {trials.length === 0 ? <p className="px-4 py-3.5 text-13 text-ink-3">{t("noTrials")}</p> : null}
      <ul>
        {trials.map(({ tenantId, tenant, plan, endsAt }) => (
          <PartRow key={tenantId} end={day(endsAt)}>
            <TextLink href={`/tenants/${tenantId}/billing`}>{tenant}</TextLink>{" "}
            <span className="text-ink-3">{planName(plan)}</span>
          </PartRow>
        ))}
      </ul>
    </Card>
  );
}

function Whole({ fleet }: { fleet: Fleet }) {
  const t = useTranslations("billing.fleet");
  if (fleet.totals.length === 0)
    return (
      <EmptyState title={t("empty")} art={false}>
        {t("unbilled", { count: fleet.unbilled })}
      </EmptyState>
    );
  return (
    <>
      <Totals totals={fleet.totals} />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-5">
          <Dunning overdue={fleet.overdue} />
          <TenantsCard />
          {fleet.unbilled > 0 ? (
            <p className="text-12 text-ink-3">{t("unbilled", { count: fleet.unbilled })}</p>
          ) : null}
        </div>
        <div className="grid min-w-0 gap-5">
          <Movers movers={fleet.movers} />
          <Trials trials={fleet.trials} />
        </div>
      </div>
    </>
  );
}

/** The operators' billing: what comes in, who owes, what each tenant costs. */
export function FleetBillingPage() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.billing.fleet.queryOptions());
  return (
    <FleetBillingFrame here="overview" actions={<RunNow />}>
      {data ? <Whole fleet={data} /> : null}
      {!data && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!data && !error ? <TableSkeleton /> : null}
    </FleetBillingFrame>
  );
}
