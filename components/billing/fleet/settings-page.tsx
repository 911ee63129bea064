"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { ErrorState, errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useMay } from "../../providers/me";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { TableSkeleton } from "../../settings/table";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input, Textarea } from "../../ui/input";
import { Segmented } from "../../ui/segmented";
import { notify } from "../../ui/toast";
import { CostForm } from "./cost-form";
import { FleetBillingFrame } from "./frame";
import { Mails } from "./mail-switches";
import { PaymentsForm } from "./payments-form";
import { SellerLogo } from "./seller-logo";
import { daysOf, inputOf, isWhole, ratesOf, type TypedSettings, typedOf } from "./settings-model";

type Settings = RouterOutputs["billing"]["settings"];

const FIELDS = {
  seller: ["name", "address", "taxId", "bank", "email"],
  invoices: ["currency", "zone", "graceDays", "dueDays", "numbers", "creditNumbers"],
} as const;
type TextKey = (typeof FIELDS)[keyof typeof FIELDS][number];

const WHOLE: readonly TextKey[] = ["graceDays", "dueDays"];

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-4 sm:grid-cols-2">
      <legend className="mb-3 text-16 font-strong tracking-tight">{title}</legend>
      {children}
    </fieldset>
  );
}

function SettingsForm({ settings, writes }: { settings: Settings; writes: boolean }) {
  const t = useTranslations("billing.settings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<TypedSettings>(() => typedOf(settings));
  const set = (part: Partial<TypedSettings>) => setTyped({ ...typed, ...part });
  const rates = ratesOf(typed.rates);
  const daysWrong = typed.reminders && daysOf(typed.reminderDays) === null;
  const save = useMutation(
    trpc.billing.changeSettings.mutationOptions({
      async onSuccess() {
        notify({ kind: "done", title: t("saved") });
        await queries.invalidateQueries(trpc.billing.settings.queryFilter());
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if ("wrong" in rates || daysWrong || WHOLE.some((key) => !isWhole(typed[key]))) return;
    save.mutate(inputOf(typed, rates.rates, settings.provider));
  }
  const text = (key: TextKey) => (
    <Field
      key={key}
      label={t(key)}
      hint={key === "graceDays" ? t("graceHint") : undefined}
      error={WHOLE.includes(key) && !isWhole(typed[key]) ? t("whole") : undefined}
    >
      <Input
        value={typed[key]}
        maxLength={500}
        disabled={!writes}
        onChange={(event) => set({ [key]: event.target.value })}
      />
    </Field>
  );
  return (
    <form noValidate onSubmit={submit} className="grid gap-7">
      <p className="text-13 text-ink-2">{t("lead")}</p>
      {save.error ? (
        <Notice tone="failed" live>
          {errorText(save.error)}
        </Notice>
      ) : null}
      <Group title={t("seller")}>
        <div className="sm:col-span-2">
          <SellerLogo writes={writes} />
        </div>
        {FIELDS.seller.map(text)}
      </Group>
      <Group title={t("invoices")}>{FIELDS.invoices.map(text)}</Group>
      <Mails typed={typed} set={set} writes={writes} wrong={daysWrong} />
      <Group title={t("tax")}>
        <Field label={t("country")}>
          <Input
            value={typed.country}
            maxLength={2}
            disabled={!writes}
            onChange={(event) => set({ country: event.target.value.toUpperCase() })}
          />
        </Field>
        <div>
          <p className="mb-[5px] text-13 font-medium" aria-hidden="true">
            {t("prices")}
          </p>
          <Segmented
            label={t("prices")}
            value={typed.prices}
            onValueChange={(prices) => set({ prices })}
            options={[
              { value: "exclusive", label: t("exclusive") },
              { value: "inclusive", label: t("inclusive") },
            ]}
          />
        </div>
        <Field
          label={t("rates")}
          hint={t("ratesHint")}
          error={"wrong" in rates ? t("ratesWrong", { line: rates.wrong }) : undefined}
        >
          <Textarea
            value={typed.rates}
            disabled={!writes}
            onChange={(event) => set({ rates: event.target.value })}
          />
        </Field>
        <Field label={t("reverse")} hint={t("reverseHint")}>
          <Input
            value={typed.reverse}
            disabled={!writes}
            onChange={(event) => set({ reverse: event.target.value.toUpperCase() })}
          />
        </Field>
      </Group>
      {writes ? (
        <div>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {t("save")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

/** How the installation bills, and what tenants cost it. */
export function BillingSettingsPage() {
  const trpc = useTRPC();
  const writes = useMay("billing:write");
  const { data, error, refetch } = useQuery(trpc.billing.settings.queryOptions());
  return (
    <FleetBillingFrame here="settings">
      {data ? (
        <div className="grid max-w-(--w-form) gap-9">
          <SettingsForm key={JSON.stringify(data)} settings={data} writes={writes} />
          {writes ? <PaymentsForm /> : null}
          <CostForm writes={writes} />
        </div>
      ) : null}
      {!data && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!data && !error ? <TableSkeleton /> : null}
    </FleetBillingFrame>
  );
}
