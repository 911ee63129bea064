"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../../format/use-format";
import { ErrorState } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { TableSkeleton } from "../../settings/table";
import { TextLink } from "../../ui/link";
import { Segmented } from "../../ui/segmented";
import { Badge, Card } from "../../ui/small";
import { BillingFrame } from "../billing-frame";
import { FiguresTable, figureClass, wordClass } from "../fleet/figures-table";
import { useDays, useDecimal, useTitle } from "../use-words";
import { DaysCard } from "./days-card";
import { EventsCard } from "./events-card";
import { ReckoningSteps, Step } from "./reckoning";
import { useUnit } from "./use-unit";

type Trace = RouterOutputs["billing"]["traceLine"];

/** Lines of all invoices for the same thing of the same period. */
function Billed({ trace }: { trace: Trace }) {
  const t = useTranslations("tracing.billed");
  const { money } = useFormat();
  const decimal = useDecimal();
  const days = useDays(trace.zone);
  const { currency } = trace;
  return (
    <Card id="trace-billed" title={t("title")} footer={t("foot")}>
      <FiguresTable
        label={t("title")}
        words={[t("invoice"), t("day")]}
        figures={[t("quantity"), t("amount")]}
      >
        {trace.billed.map((part) => (
          <tr key={`${part.invoiceId} ${part.own}`}>
            <td className={wordClass}>
              <TextLink href={`/tenants/${trace.tenantId}/billing/${part.invoiceId}`}>
                {part.number ?? t("draft")}
              </TextLink>{" "}
              {part.own ? <Badge accent>{t("own")}</Badge> : null}
            </td>
            <td className={`${wordClass} whitespace-nowrap text-ink-2`}>{days.day(part.at)}</td>
            <td className={figureClass}>{decimal(part.quantity)}</td>
            <td className={figureClass}>{money(part.amount, currency)}</td>
          </tr>
        ))}
        {trace.open === "0" ? null : (
          <tr>
            <td className={wordClass}>{t("open")}</td>
            <td className={wordClass} />
            <td className={figureClass}>{decimal(trace.open)}</td>
            <td className={figureClass}>{t("later")}</td>
          </tr>
        )}
      </FiguresTable>
    </Card>
  );
}

function Steps({ trace }: { trace: Trace }) {
  const t = useTranslations("tracing.line");
  const { money } = useFormat();
  const decimal = useDecimal();
  const unit = useUnit();
  const { reckoning, billed, line, raw, known, meter } = trace;
  if (!reckoning) return <p className="px-4 py-3.5 text-13 text-ink-3">{t("planGone")}</p>;
  const before = billed
    .slice(
      0,
      billed.findIndex((part) => part.own),
    )
    .reduce((sum, part) => sum + part.amount, 0);
  const rest = line.amount - (reckoning.rounded - before);
  const inUnits = reckoning.per === "1" ? null : `${decimal(raw)} ÷ ${decimal(reckoning.per)}`;
  return (
    <dl>
      <Step name={t("counted")} how={unit(meter.unit)} result={decimal(raw)} />
      {inUnits ? <Step name={t("priceUnits")} how={inUnits} result={decimal(known)} /> : null}
      {known === reckoning.quantity ? null : (
        <Step name={t("byThen")} how={t("byThenHow")} result={decimal(reckoning.quantity)} />
      )}
      <ReckoningSteps reckoning={reckoning} />
      {before === 0 ? null : (
        <Step name={t("before")} how={t("beforeHow")} result={money(-before, reckoning.currency)} />
      )}
      {rest === 0 ? null : (
        <Step name={t("rest")} how={t("restHow")} result={money(rest, reckoning.currency)} />
      )}
      <Step name={t("amount")} how={t("amountHow")} result={money(line.amount, reckoning.currency)} strong />
    </dl>
  );
}

function Whole({ trace }: { trace: Trace }) {
  const t = useTranslations("tracing.line");
  const days = useDays(trace.zone);
  const [chosen, setChosen] = useState("0");
  const { spans, meter, tenantId } = trace;
  const span = spans[Number(chosen)] ?? spans[0];
  const traced = span ? { tenantId, meter: meter.id, ...span } : null;
  return (
    <>
      <div className="mb-5 grid items-start gap-5 lg:grid-cols-2">
        <Card id="trace-steps" title={t("steps")}>
          <Steps trace={trace} />
        </Card>
        <div className="grid min-w-0 gap-5">
          <Billed trace={trace} />
        </div>
      </div>
      {spans.length > 1 ? (
        <div className="mb-4">
          <p className="mb-1.5 text-13 text-ink-2">{t("spans")}</p>
          <Segmented
            label={t("spans")}
            value={chosen}
            onValueChange={setChosen}
            options={spans.map(({ from, to }, i) => ({ value: String(i), label: days.period(from, to) }))}
          />
        </div>
      ) : null}
      {traced ? (
        <div key={chosen} className="grid items-start gap-5 xl:grid-cols-[24rem_minmax(0,1fr)]">
          <DaysCard traced={traced} />
          <EventsCard traced={traced} keyed={meter.aggregation === "unique"} />
        </div>
      ) : null}
    </>
  );
}

/** From an invoice's line down to its events: each number on the way. */
export function LineTracePage({
  tenantId,
  invoiceId,
  lineId,
}: {
  tenantId: string;
  invoiceId: string;
  lineId: string;
}) {
  const t = useTranslations("tracing.line");
  const trpc = useTRPC();
  const title = useTitle();
  const { data, error, refetch } = useQuery(
    trpc.billing.traceLine.queryOptions({ invoice: invoiceId, line: lineId }),
  );
  const days = useDays(data?.zone ?? "UTC");
  return (
    <BillingFrame
      tenantId={tenantId}
      title={data ? title(data.line.title) : t("title")}
      under={
        data
          ? { label: data.invoice.number ?? t("draft"), href: `/tenants/${tenantId}/billing/${invoiceId}` }
          : undefined
      }
      here={t("title")}
      lead={
        data
          ? t(data.line.lineKind === "correction" ? "leadCorrection" : "lead", {
              period: days.period(data.period.from, data.period.to),
            })
          : undefined
      }
    >
      {data ? <Whole trace={data} /> : null}
      {!data && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!data && !error ? <TableSkeleton /> : null}
    </BillingFrame>
  );
}
