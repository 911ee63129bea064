"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Skeleton } from "../ui/small";
import { notify } from "../ui/toast";
import { type Agreement, agreementChange, agreementOf } from "./agreement-model";
import { Shown } from "./change-dialog";
import type { Subscription } from "./change-model";
import type { OfferedPlan } from "./plan-card";
import { useBillingChanged } from "./use-billing-changed";
import { useOff, useTitle } from "./use-words";

interface Props {
  subscription: Subscription;
  plan: OfferedPlan;
}

function Discounts({
  subscription,
  value,
  onChange,
}: {
  subscription: Subscription;
  value: Agreement;
  onChange: (value: Agreement) => void;
}) {
  const t = useTranslations("billing.agreement");
  const title = useTitle();
  const off = useOff();
  const { discounts } = subscription.terms;
  if (discounts.length === 0) return null;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-13 font-medium text-ink">{t("discounts")}</legend>
      {discounts.map((discount) => (
        <label key={discount.id} className="flex min-h-6 items-center gap-2 text-ink">
          <Checkbox
            checked={value.discounts.includes(discount.id)}
            onCheckedChange={(on) =>
              onChange({
                ...value,
                discounts: on
                  ? [...value.discounts, discount.id]
                  : value.discounts.filter((id) => id !== discount.id),
              })
            }
          />
          {title(discount.title)}: {off(discount.off, subscription.currency)}
        </label>
      ))}
    </fieldset>
  );
}

function AgreementForm({ subscription, plan, onDone }: Props & { onDone: () => void }) {
  const t = useTranslations("billing.agreement");
  const change = useTranslations("billing.change");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const title = useTitle();
  const { tenantId: tenant, currency, zone, terms } = subscription;
  const changed = useBillingChanged(tenant);
  const [value, setValue] = useState(() => agreementOf(terms));
  const wanted = agreementChange(terms, value);
  const asked = { tenant, change: wanted.change ?? {}, when: "now" as const };
  const preview = useQuery({
    ...trpc.billing.preview.queryOptions(asked),
    enabled: wanted.change !== null,
    retry: false,
  });
  const save = useMutation(
    trpc.billing.change.mutationOptions({
      async onSuccess() {
        notify({ kind: "done", title: t("done") });
        await changed();
        onDone();
      },
    }),
  );
  const shown = wanted.change && preview.data && !preview.isFetching ? preview.data : null;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (shown) save.mutate({ ...asked, at: shown.at, expected: shown.gross });
  }
  const priced = [...plan.pricing.charges, ...plan.pricing.addons];
  const set = (more: Partial<Agreement>) => setValue({ ...value, ...more });
  return (
    <form noValidate onSubmit={submit} className="grid gap-5 pt-2">
      {(save.error ?? preview.error) ? (
        <Notice tone="failed" live>
          {errorText(save.error ?? preview.error)}
        </Notice>
      ) : null}
      <fieldset className="grid gap-3 sm:grid-cols-2">
        <legend className="mb-2 text-13 font-medium text-ink">{t("prices", { currency })}</legend>
        {priced.map((charge) => (
          <Field
            key={charge.id}
            label={title(charge.title)}
            error={wanted.wrong.has(charge.id) ? t("amountWrong") : undefined}
          >
            <Input
              inputMode="decimal"
              autoComplete="off"
              placeholder={t("asPlan")}
              value={value.prices[charge.id] ?? ""}
              onChange={(event) => set({ prices: { ...value.prices, [charge.id]: event.target.value } })}
            />
          </Field>
        ))}
      </fieldset>
      <Discounts subscription={subscription} value={value} onChange={setValue} />
      <fieldset className="grid gap-3 sm:grid-cols-2">
        <legend className="mb-2 text-13 font-medium text-ink">{t("commitment")}</legend>
        <Field
          label={t("amount", { currency })}
          hint={t("amountHint")}
          error={wanted.wrong.has("amount") ? t("amountWrong") : undefined}
        >
          <Input
            inputMode="decimal"
            autoComplete="off"
            value={value.amount}
            onChange={(event) => set({ amount: event.target.value })}
          />
        </Field>
        <Field
          label={t(`periods.${subscription.interval}`)}
          error={wanted.wrong.has("periods") ? t("periodsWrong") : undefined}
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={value.periods}
            onChange={(event) => set({ periods: event.target.value })}
          />
        </Field>
      </fieldset>
      {terms.free === "trial" ? null : (
        <label className="flex min-h-6 items-center gap-2 text-ink">
          <Checkbox checked={value.paused} onCheckedChange={(paused) => set({ paused })} />
          {t("paused")}
        </label>
      )}
      <div aria-live="polite">
        {wanted.change === null && wanted.wrong.size === 0 ? <p>{change("nothing")}</p> : null}
        {shown ? <Shown preview={shown} zone={zone} /> : null}
        {wanted.change && !shown && !preview.error ? <Skeleton className="h-24" /> : null}
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button type="submit" variant="primary" disabled={!shown} busy={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

/** For operators: prices of one customer, discounts, a commitment, a pause. What it costs now is shown before it is done. */
export function AgreementButton(props: Props) {
  const t = useTranslations("billing.agreement");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("open")}</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("title")}
        closeLabel={common("close")}
        className="max-w-2xl"
      >
        <AgreementForm {...props} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
