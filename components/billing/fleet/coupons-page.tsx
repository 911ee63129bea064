"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../../format/use-format";
import { EmptyState } from "../../patterns/empty-state";
import { ErrorState, errorText } from "../../patterns/error-state";
import { StatusMark } from "../../patterns/status-mark";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { cellClass, PlainTable, TableSkeleton } from "../../settings/table";
import { Button } from "../../ui/button";
import { notify } from "../../ui/toast";
import { useBillingChanged } from "../use-billing-changed";
import { useOff } from "../use-words";
import { CouponDialog } from "./coupon-dialog";
import { FleetBillingFrame } from "./frame";

type Coupon = RouterOutputs["billing"]["coupons"]["items"][number];

const MARKS = { open: "succeeded", "used-up": "cancelled", over: "cancelled", ended: "cancelled" } as const;

function CouponRow({ coupon }: { coupon: Coupon }) {
  const t = useTranslations("billing.coupons");
  const format = useFormat();
  const off = useOff();
  const trpc = useTRPC();
  const changed = useBillingChanged();
  const { code, title, state, periods, plans, redeemed, most, redeemBy } = coupon;
  const end = useMutation(
    trpc.billing.endCoupon.mutationOptions({
      onSuccess: () => changed(),
      onError: (error) => notify({ kind: "error", title: t("notEnded"), description: errorText(error) }),
    }),
  );
  const offs =
    coupon.off.kind === "percent"
      ? [off(coupon.off, "EUR")]
      : Object.entries(coupon.off.amounts).map(([currency, amount]) =>
          off({ kind: "amount", amount }, currency),
        );
  return (
    <tr>
      <td className={cellClass}>
        <span className="font-medium">{code}</span>
        <span className="block text-12 text-ink-3">{title}</span>
      </td>
      <td className={`${cellClass} text-ink-2`}>
        {offs.join(" · ")}
        <span className="block text-12 text-ink-3">
          {periods === null ? t("forGood") : t("forPeriods", { count: periods })}
          {plans ? ` · ${plans.join(", ")}` : null}
        </span>
      </td>
      <td className={`${cellClass} whitespace-nowrap text-ink-2 tabular-nums`}>
        {most === null ? format.count(redeemed) : t("ofMost", { count: redeemed, most })}
      </td>
      <td className={`${cellClass} whitespace-nowrap`}>
        <StatusMark tone={MARKS[state]}>{t(`state.${state}`)}</StatusMark>
        {redeemBy && state === "open" ? (
          <span className="block text-12 text-ink-3">{t("until", { day: format.day(redeemBy) })}</span>
        ) : null}
      </td>
      <td className={`${cellClass} text-right`}>
        {state === "ended" ? null : (
          <Button
            size="s"
            aria-label={t("endOf", { code })}
            busy={end.isPending}
            onClick={() => end.mutate({ id: coupon.id })}
          >
            {t("end")}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Coupons of the installation: who may use which code for what, and how often it was used. */
export function CouponsPage() {
  const t = useTranslations("billing.coupons");
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.billing.coupons.queryOptions());
  const [open, setOpen] = useState(false);
  const make = (
    <Button variant="primary" onClick={() => setOpen(true)}>
      {t("make")}
    </Button>
  );
  return (
    <FleetBillingFrame here="coupons" actions={data && data.items.length > 0 ? make : undefined}>
      {data && data.items.length > 0 ? (
        <PlainTable
          label={t("title")}
          heads={[
            t("code"),
            t("gives"),
            t("used"),
            t("stateHead"),
            <span key="a" className="sr-only">
              {t("end")}
            </span>,
          ]}
        >
          {data.items.map((coupon) => (
            <CouponRow key={coupon.id} coupon={coupon} />
          ))}
        </PlainTable>
      ) : null}
      {data?.items.length === 0 ? (
        <EmptyState title={t("empty")} art={false} action={make}>
          {t("emptyLead")}
        </EmptyState>
      ) : null}
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <TableSkeleton />
        )
      ) : null}
      <CouponDialog open={open} onOpenChange={setOpen} />
    </FleetBillingFrame>
  );
}
