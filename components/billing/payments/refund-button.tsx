"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../../format/use-format";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { AlertDialog } from "../../ui/alert-dialog";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { notify } from "../../ui/toast";
import { useBillingChanged } from "../use-billing-changed";

type Payment = RouterOutputs["billing"]["invoice"]["payments"][number];

/** Pays back what was paid too much: by the provider, or by a transfer whose reference is noted. */
export function RefundButton({ payment, currency }: { payment: Payment; currency: string }) {
  const t = useTranslations("payments.refund");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const changed = useBillingChanged();
  const { money } = useFormat();
  const [open, setOpen] = useState(false);
  const [reference, setReference] = useState("");
  const byBank = payment.kind === "bank";
  const amount = money(payment.refundable, currency);
  const refund = useMutation(
    trpc.billing.refund.mutationOptions({
      async onSuccess({ state }) {
        setOpen(false);
        notify({ kind: "done", title: t(state === "succeeded" ? "done" : "begun") });
        await changed();
      },
    }),
  );
  const given = byBank ? { reference: reference.trim() } : {};
  return (
    <AlertDialog
      trigger={<Button size="s">{t("do")}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t("title", { amount })}
      confirm={t("do")}
      cancel={common("cancel")}
      busy={refund.isPending}
      onConfirm={() => refund.mutate({ id: payment.id, amount: payment.refundable, ...given })}
    >
      {refund.error ? (
        <Notice tone="failed" live className="mb-3">
          {errorText(refund.error)}
        </Notice>
      ) : null}
      <p>{t(byBank ? "byBank" : "byProvider")}</p>
      {byBank ? (
        <Field label={t("reference")} className="mt-3">
          <Input value={reference} maxLength={100} onChange={(event) => setReference(event.target.value)} />
        </Field>
      ) : null}
    </AlertDialog>
  );
}
