"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useMay } from "../../providers/me";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { notify } from "../../ui/toast";
import { useBillingChanged } from "../use-billing-changed";
import { useProblem } from "./use-problem";

type Whole = RouterOutputs["billing"]["invoice"];

/** Whether whoever looks pays invoices of the tenant; operators only look after them. */
export function usePays(tenantId: string): boolean {
  const [chooses, writes] = [useMay("billing:choose", tenantId), useMay("billing:write", tenantId)];
  return chooses && !writes;
}

/** Leads to the provider's page on which an open invoice is paid. */
export function PayNow({ invoice }: { invoice: Whole }) {
  const t = useTranslations("payments.now");
  const trpc = useTRPC();
  const { data: way } = useQuery(trpc.billing.wayToPay.queryOptions({ tenant: invoice.tenantId }));
  const pay = useMutation(
    trpc.billing.payOnline.mutationOptions({
      onSuccess: ({ url }) => window.location.assign(url),
      onError: (error) => notify({ kind: "error", title: t("failed"), description: errorText(error) }),
    }),
  );
  const open = invoice.state === "final" && invoice.type === "invoice" && invoice.gross > invoice.paid;
  if (!open || !way?.online) return null;
  return (
    <Button
      variant="primary"
      busy={pay.isPending || pay.isSuccess}
      onClick={() => pay.mutate({ id: invoice.id })}
    >
      {t("do")}
    </Button>
  );
}

const ASK_AGAIN_MS = 3000;
const MOST_ASKED = 10;
const TONES = { open: "queued", pending: "running", succeeded: "succeeded", failed: "failed" } as const;

/** Says where a payment stands once its payer is back from the provider's page: asked there, not guessed. */
export function PaymentReturn({ payment }: { payment: string }) {
  const t = useTranslations("payments.now");
  const trpc = useTRPC();
  const changed = useBillingChanged();
  const problem = useProblem();
  const [asked, setAsked] = useState(0);
  const begun = useRef(-1);
  const { mutate, data, error, isPending } = useMutation(
    trpc.billing.checkPayment.mutationOptions({ onSuccess: () => changed() }),
  );
  useEffect(() => {
    if (begun.current === asked) return;
    begun.current = asked;
    mutate({ id: payment });
  }, [asked, mutate, payment]);
  const waits = !isPending && (data?.state === "pending" || error !== null) && asked < MOST_ASKED;
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(() => setAsked((n) => n + 1), ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [waits]);
  if (error) return <Notice tone="warning">{errorText(error)}</Notice>;
  const state = data?.state ?? "pending";
  return (
    <Notice tone={TONES[state]} live={state !== "pending"} className="mb-5">
      {data ? t(`back.${state}`) : t("asking")}
      {state === "failed" && data?.problem ? ` ${problem(data.problem)}` : null}
    </Notice>
  );
}
