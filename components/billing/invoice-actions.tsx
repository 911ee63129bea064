"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { majorText, minorOf } from "../format/money";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { notify } from "../ui/toast";
import { useBillingChanged } from "./use-billing-changed";

type Invoice = RouterOutputs["billing"]["invoices"]["items"][number];
export type InvoiceVerb = "pay" | "credit" | "void" | "giveUp";

const WITH_AMOUNT: readonly InvoiceVerb[] = ["pay", "credit"];
const LEAST_REASON = 3;

function useVerb(verb: InvoiceVerb, onDone: () => void) {
  const t = useTranslations("billing.actions");
  const trpc = useTRPC();
  const changed = useBillingChanged();
  const options = {
    async onSuccess() {
      notify({ kind: "done", title: t(`${verb}.done`) });
      onDone();
      await changed();
    },
  };
  const pay = useMutation(trpc.billing.pay.mutationOptions(options));
  const credit = useMutation(trpc.billing.credit.mutationOptions(options));
  const voiding = useMutation(trpc.billing.void.mutationOptions(options));
  const giveUp = useMutation(trpc.billing.giveUp.mutationOptions(options));
  const all = { pay, credit, void: voiding, giveUp };
  return {
    error: all[verb].error,
    busy: all[verb].isPending,
    go(id: string, amount: number | undefined, words: string, refund: boolean) {
      if (verb === "pay") pay.mutate({ id, amount, reference: words });
      else if (verb === "credit") credit.mutate({ id, amount, reason: words, refund });
      else all[verb].mutate({ id, reason: words });
    },
  };
}

function VerbForm({ invoice, verb, onDone }: { invoice: Invoice; verb: InvoiceVerb; onDone: () => void }) {
  const t = useTranslations("billing.actions");
  const common = useTranslations("common");
  const { currency, gross, paid } = invoice;
  const [amount, setAmount] = useState(majorText(gross - paid, currency));
  const [words, setWords] = useState("");
  const [tried, setTried] = useState(false);
  const [refund, setRefund] = useState(false);
  const { error, busy, go } = useVerb(verb, onDone);
  const asks = WITH_AMOUNT.includes(verb);
  const minor = minorOf(amount, currency);
  const missing = words.trim().length < (verb === "pay" ? 1 : LEAST_REASON);
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (missing || (asks && !minor)) return;
    go(invoice.id, asks ? (minor ?? undefined) : undefined, words.trim(), refund);
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 pt-2">
      <p>{t(`${verb}.lead`)}</p>
      {error ? (
        <Notice tone="failed" live>
          {errorText(error)}
        </Notice>
      ) : null}
      {asks ? (
        <Field label={t("amount", { currency })} error={tried && !minor ? t("amountWrong") : undefined}>
          <Input inputMode="decimal" value={amount} onChange={(event) => setAmount(event.target.value)} />
        </Field>
      ) : null}
      <Field
        label={verb === "pay" ? t("reference") : t("reason")}
        error={tried && missing ? t("missing") : undefined}
      >
        <Input
          value={words}
          maxLength={verb === "pay" ? 100 : 300}
          onChange={(event) => setWords(event.target.value)}
        />
      </Field>
      {verb === "credit" && invoice.state === "paid" ? (
        <label className="flex items-start gap-2 text-13">
          <Checkbox checked={refund} onCheckedChange={(on) => setRefund(on === true)} className="mt-0.5" />
          <span>{t("credit.refund")}</span>
        </label>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button type="submit" variant={asks ? "primary" : "danger-solid"} busy={busy}>
          {t(`${verb}.do`)}
        </Button>
      </div>
    </form>
  );
}

/** What may be done with a final invoice that is open. */
export function InvoiceActions({ invoice, size }: { invoice: Invoice; size?: "s" }) {
  const t = useTranslations("billing.actions");
  const common = useTranslations("common");
  const [verb, setVerb] = useState<InvoiceVerb | null>(null);
  if (invoice.type !== "invoice" || invoice.state === "draft" || invoice.state === "void") return null;
  const verbs: InvoiceVerb[] = invoice.state === "final" ? ["pay", "credit", "giveUp", "void"] : ["credit"];
  return (
    <>
      {verbs.map((one) => (
        <Button
          key={one}
          size={size}
          variant={one === "pay" && !size ? "primary" : "secondary"}
          onClick={() => setVerb(one)}
        >
          {t(`${one}.do`)}
        </Button>
      ))}
      <Dialog
        open={verb !== null}
        onOpenChange={(open) => open || setVerb(null)}
        title={verb ? t(`${verb}.do`) : ""}
        closeLabel={common("close")}
      >
        {verb ? <VerbForm key={verb} invoice={invoice} verb={verb} onDone={() => setVerb(null)} /> : null}
      </Dialog>
    </>
  );
}
