"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../format/use-format";
import { EmptyState } from "../patterns/empty-state";
import { ErrorState } from "../patterns/error-state";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { TableSkeleton } from "../settings/table";
import { Button, ButtonLink } from "../ui/button";
import { AgreedCard } from "./agreed-card";
import { AgreementButton } from "./agreement-button";
import { AlertsCard } from "./alerts-card";
import { BillingFrame } from "./billing-frame";
import { ChangeDialog } from "./change-dialog";
import type { Subscription } from "./change-model";
import { CostCard, UpcomingCard } from "./cost-cards";
import { CouponButton } from "./coupon-button";
import { EndButton } from "./end-button";
import { InvoicesCard } from "./invoices-card";
import { MetersCard } from "./meters-card";
import { WayToPayCard } from "./payments/way-to-pay-card";
import { Pending } from "./pending";
import type { OfferedPlan } from "./plan-card";
import { StartDialog } from "./start-dialog";
import { useDays, useTitle } from "./use-words";

const LOOK_AGAIN_MS = 60_000;

function Facts({ subscription, plan }: { subscription: Subscription; plan: OfferedPlan | undefined }) {
  const t = useTranslations("billing.page");
  const { money, count } = useFormat();
  const title = useTitle();
  const days = useDays(subscription.zone);
  const { state, terms, period, cost, currency, endedAt } = subscription;
  return (
    <TitleBlock>
      <TitleCell label={t("plan")} remark={state === "active" ? undefined : t(`state.${state}`)}>
        {plan ? title(plan.title) : terms.plan}
      </TitleCell>
      <TitleCell label={t("seats")}>{count(terms.seats)}</TitleCell>
      <TitleCell label={endedAt ? t("endedAt") : t("period")}>
        {endedAt ? days.day(endedAt) : days.period(period.from, period.to)}
      </TitleCell>
      <TitleCell label={t("soFar")}>
        <span className="tabular-nums">{money(cost.soFar, currency)}</span>
      </TitleCell>
      <TitleCell label={t("forecast")}>
        <span className="tabular-nums">{money(cost.forecast, currency)}</span>
      </TitleCell>
    </TitleBlock>
  );
}

function Nobody({ tenantId }: { tenantId: string }) {
  const t = useTranslations("billing.empty");
  const starts = useMay("billing:write", tenantId);
  const [open, setOpen] = useState(false);
  return (
    <>
      <EmptyState
        title={starts ? t("operatorTitle") : t("title")}
        art={false}
        action={
          starts ? (
            <Button variant="primary" onClick={() => setOpen(true)}>
              {t("start")}
            </Button>
          ) : undefined
        }
      >
        {starts ? t("operatorLead") : t("lead")}
      </EmptyState>
      {starts ? <StartDialog tenantId={tenantId} open={open} onOpenChange={setOpen} /> : null}
      <div className="mt-8">
        <MetersCard tenantId={tenantId} zone="UTC" />
      </div>
    </>
  );
}

function Whole({ subscription }: { subscription: Subscription }) {
  const t = useTranslations("billing.page");
  const trpc = useTRPC();
  const { tenantId, zone, state, terms } = subscription;
  const chooses = useMay("billing:choose", tenantId) && state !== "ended";
  const agrees = useMay("billing:write", tenantId) && state !== "ended";
  const { data: plans } = useQuery(trpc.plans.offered.queryOptions({ tenant: tenantId }));
  const [target, setTarget] = useState<OfferedPlan | null>(null);
  const plan = plans?.find((one) => one.ref === terms.plan);
  return (
    <>
      <Facts subscription={subscription} plan={plan} />
      <Pending subscription={subscription} plans={plans ?? []} mayChange={chooses} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="grid min-w-0 gap-5">
          <MetersCard tenantId={tenantId} zone={zone} />
          <InvoicesCard tenantId={tenantId} zone={zone} />
        </div>
        <div className="grid min-w-0 gap-5">
          <CostCard subscription={subscription} />
          <AgreedCard subscription={subscription} />
          {state === "ended" ? null : <UpcomingCard subscription={subscription} />}
          {state === "ended" ? null : <AlertsCard subscription={subscription} writes={chooses} />}
          <WayToPayCard tenantId={tenantId} />
          {chooses ? (
            <div className="flex flex-wrap gap-2">
              <Button onClick={() => plan && setTarget(plan)} disabled={!plan}>
                {t("people")}
              </Button>
              <CouponButton subscription={subscription} />
              {agrees && plan ? <AgreementButton subscription={subscription} plan={plan} /> : null}
              <EndButton subscription={subscription} />
            </div>
          ) : null}
        </div>
      </div>
      <ChangeDialog
        subscription={subscription}
        plans={plans ?? []}
        target={target}
        onClose={() => setTarget(null)}
      />
    </>
  );
}

/** Plan and usage of a tenant: meters, cost, what comes next, invoices. */
export function BillingPage({ tenantId }: { tenantId: string }) {
  const t = useTranslations("billing.page");
  const trpc = useTRPC();
  const chooses = useMay("billing:choose", tenantId);
  const { data, error, refetch } = useQuery({
    ...trpc.billing.subscription.queryOptions({ tenant: tenantId }),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const running = data && data.state !== "ended";
  return (
    <BillingFrame
      tenantId={tenantId}
      title={t("title")}
      lead={t("lead")}
      actions={
        running && chooses ? (
          <ButtonLink variant="primary" href={`/tenants/${tenantId}/billing/plans`}>
            {t("comparePlans")}
          </ButtonLink>
        ) : undefined
      }
    >
      {data ? <Whole subscription={data} /> : null}
      {data === null ? <Nobody tenantId={tenantId} /> : null}
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <TableSkeleton />
        )
      ) : null}
    </BillingFrame>
  );
}
