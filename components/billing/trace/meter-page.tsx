"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ErrorState } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { TableSkeleton } from "../../settings/table";
import { Card } from "../../ui/small";
import { BillingFrame } from "../billing-frame";
import { useDays, useDecimal, useMeterWords } from "../use-words";
import { DaysCard } from "./days-card";
import { EventsCard } from "./events-card";
import { ChargeName, type Reckoning, ReckoningSteps, Step } from "./reckoning";
import { useUnit } from "./use-unit";

type Trace = RouterOutputs["billing"]["traceMeter"];

function Charged({ reckoning, trace }: { reckoning: Reckoning; trace: Trace }) {
  const t = useTranslations("tracing.line");
  const decimal = useDecimal();
  const unit = useUnit();
  const per = reckoning.per === "1" ? null : `÷ ${decimal(reckoning.per)}`;
  return (
    <Card id={`trace-${reckoning.chargeId}`} title={<ChargeName reckoning={reckoning} />}>
      <dl>
        <Step name={t("counted")} how={unit(trace.meter.unit)} result={decimal(trace.raw)} />
        {per ? <Step name={t("priceUnits")} how={per} result={decimal(reckoning.quantity)} /> : null}
        <ReckoningSteps reckoning={reckoning} />
      </dl>
    </Card>
  );
}

function Whole({ trace }: { trace: Trace }) {
  const t = useTranslations("tracing.meter");
  const { tenantId, meter, period, at, reckonings } = trace;
  const until = at > period.from ? at : period.to;
  const traced = { tenantId, meter: meter.id, from: period.from, to: until };
  return (
    <>
      {reckonings.length === 0 ? <p className="mb-5 text-13 text-ink-2">{t("free")}</p> : null}
      {reckonings.length > 0 ? (
        <div className="mb-5 grid items-start gap-5 lg:grid-cols-2">
          {reckonings.map((reckoning) => (
            <Charged key={reckoning.chargeId} reckoning={reckoning} trace={trace} />
          ))}
        </div>
      ) : null}
      <div className="grid items-start gap-5 xl:grid-cols-[24rem_minmax(0,1fr)]">
        <DaysCard traced={traced} />
        <EventsCard traced={traced} keyed={meter.aggregation === "unique"} />
      </div>
    </>
  );
}

/** What a meter has in the running period, down to its events, and what that costs so far. */
export function MeterTracePage({ tenantId, meter }: { tenantId: string; meter: string }) {
  const t = useTranslations("tracing.meter");
  const trpc = useTRPC();
  const { name } = useMeterWords();
  const { data, error, refetch } = useQuery(
    trpc.billing.traceMeter.queryOptions({ tenant: tenantId, meter }),
  );
  const days = useDays(data?.zone ?? "UTC");
  const title = name(data?.meter ?? { id: meter });
  return (
    <BillingFrame
      tenantId={tenantId}
      title={title}
      here={title}
      lead={data ? t("lead", { period: days.period(data.period.from, data.period.to) }) : undefined}
    >
      {data ? <Whole trace={data} /> : null}
      {!data && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!data && !error ? <TableSkeleton /> : null}
    </BillingFrame>
  );
}
