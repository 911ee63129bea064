"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import type { Subscription } from "./change-model";
import type { OfferedPlan } from "./plan-card";
import { useBillingChanged } from "./use-billing-changed";
import { useDays, useTitle } from "./use-words";

/** What is agreed for later, each in a sentence; an end and a change may be taken back. */
export function Pending({
  subscription,
  plans,
  mayChange,
}: {
  subscription: Subscription;
  plans: readonly OfferedPlan[];
  mayChange: boolean;
}) {
  const t = useTranslations("billing.pending");
  const trpc = useTRPC();
  const title = useTitle();
  const days = useDays(subscription.zone);
  const changed = useBillingChanged(subscription.tenantId);
  const { terms, pending, tenantId, state, period } = subscription;
  const keep = useMutation(
    trpc.billing.change.mutationOptions({
      async onSuccess() {
        notify({ kind: "done", title: t("kept") });
        await changed();
      },
      onError: (error) => notify({ kind: "error", title: t("notKept"), description: errorText(error) }),
    }),
  );
  if (pending.length === 0) return null;
  const sentence = (at: Date, then: Subscription["terms"]) => {
    const day = days.day(at);
    if (then.ended && !then.successor) return t("ends", { day });
    if (state === "trial" && !then.free) return t("trialEnds", { day });
    const next = then.successor ?? then;
    const plan = plans.find((one) => one.ref === next.plan);
    return t("becomes", { day, plan: plan ? title(plan.title) : next.plan, seats: next.seats });
  };
  return (
    <div className="mb-5 grid gap-2">
      {pending.map(({ at, terms: then }) => {
        const back = mayChange && at.getTime() === period.to.getTime() && state !== "trial";
        const { plan, seats, addons } = terms;
        return (
          <Notice
            key={at.getTime()}
            tone={then.ended && !then.successor ? "warning" : "queued"}
            action={
              back ? (
                <Button
                  size="s"
                  busy={keep.isPending}
                  onClick={() =>
                    keep.mutate({
                      tenant: tenantId,
                      change: { plan, seats, addons, ended: false },
                      when: "period-end",
                    })
                  }
                >
                  {t("keep")}
                </Button>
              ) : undefined
            }
          >
            {sentence(at, then)}
          </Notice>
        );
      })}
    </div>
  );
}
