"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorState } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { TableSkeleton } from "../settings/table";
import { Button } from "../ui/button";
import { BillingFrame } from "./billing-frame";
import { ChangeDialog } from "./change-dialog";
import { type OfferedPlan, PlanCard } from "./plan-card";
import { useTitle } from "./use-words";

/** The plans a tenant may have, side by side; choosing one shows what it costs first. */
export function PlansPage({ tenantId }: { tenantId: string }) {
  const t = useTranslations("billing.plans");
  const trpc = useTRPC();
  const title = useTitle();
  const subscription = useQuery(trpc.billing.subscription.queryOptions({ tenant: tenantId }));
  const plans = useQuery(trpc.plans.offered.queryOptions({ tenant: tenantId }));
  const [target, setTarget] = useState<OfferedPlan | null>(null);
  const chooses = useMay("billing:choose", tenantId);
  const now = subscription.data;
  const running = now && now.state !== "ended" ? now : null;
  const error = subscription.error ?? plans.error;
  const currency = now?.currency ?? "EUR";
  return (
    <BillingFrame tenantId={tenantId} title={t("title")} here={t("title")} lead={t("lead")}>
      {error ? (
        <ErrorState error={error} onRetry={() => Promise.all([subscription.refetch(), plans.refetch()])} />
      ) : null}
      {!plans.data && !error ? <TableSkeleton /> : null}
      {plans.data && now !== undefined ? (
        <div className="grid items-start gap-4 md:grid-cols-[repeat(auto-fit,minmax(17rem,1fr))]">
          {plans.data.map((plan) => {
            const own = running?.terms.plan === plan.ref;
            return (
              <PlanCard
                key={plan.ref}
                plan={plan}
                currency={currency}
                current={own}
                action={
                  running && chooses && !own && plan.pricing.interval === running.interval ? (
                    <Button
                      className="w-full"
                      aria-label={t("chooseOf", { plan: title(plan.title) })}
                      onClick={() => setTarget(plan)}
                    >
                      {t("choose")}
                    </Button>
                  ) : undefined
                }
              />
            );
          })}
        </div>
      ) : null}
      {running ? (
        <ChangeDialog
          subscription={running}
          plans={plans.data ?? []}
          target={target}
          onClose={() => setTarget(null)}
        />
      ) : null}
    </BillingFrame>
  );
}
