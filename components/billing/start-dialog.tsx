"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { currenciesOf } from "@/server/plans/pricing-model";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { TableSkeleton } from "../settings/table";
import { zoneOptions } from "../tenants/settings/zones";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Segmented } from "../ui/segmented";
import { Select } from "../ui/select";
import { notify } from "../ui/toast";
import { useBillingChanged } from "./use-billing-changed";
import { useTitle } from "./use-words";

type Plan = RouterOutputs["plans"]["offered"][number];
type Tenant = RouterOutputs["tenants"]["get"];
type Settings = RouterOutputs["billing"]["settings"];

const whole = (text: string) => /^\d{1,6}$/.test(text);

function StartForm({
  tenant,
  plans,
  settings,
  onDone,
}: {
  tenant: Tenant;
  plans: Plan[];
  settings: Settings;
  onDone: () => void;
}) {
  const t = useTranslations("billing.start");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const title = useTitle();
  const changed = useBillingChanged(tenant.id);
  const first = plans.find((one) => one.ref === tenant.plan) ?? plans[0];
  const [ref, setRef] = useState(first?.ref ?? "");
  const plan = plans.find((one) => one.ref === ref);
  const known = plan ? currenciesOf(plan.pricing) : [];
  const [wanted, setWanted] = useState(settings.currency);
  const currency = known.length === 0 || known.includes(wanted) ? wanted : (known[0] ?? wanted);
  const [zone, setZone] = useState(tenant.timeZone ?? settings.zone);
  const [anchor, setAnchor] = useState<"start" | "calendar">("calendar");
  const [typed, setTyped] = useState<{ trial: string | null; seats: string }>({ trial: null, seats: "0" });
  const trial = typed.trial ?? String(plan?.pricing.trialDays ?? 0);
  const [payer, setPayer] = useState({
    name: tenant.name,
    address: "",
    country: settings.tax.seller,
    taxId: "",
    email: "",
  });
  const begin = useMutation(
    trpc.billing.start.mutationOptions({
      async onSuccess() {
        notify({ kind: "done", title: t("done") });
        onDone();
        await changed();
      },
    }),
  );
  const ok =
    whole(trial) &&
    Number(trial) <= 365 &&
    whole(typed.seats) &&
    payer.name.trim() !== "" &&
    /^[A-Z]{2}$/.test(payer.country);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!ok || !plan) return;
    begin.mutate({
      ...{ tenant: tenant.id, plan: plan.ref, currency, zone, anchor },
      ...{ trialDays: Number(trial), seats: Number(typed.seats) },
      payer: { ...payer, taxId: payer.taxId || null, email: payer.email || null },
    });
  }
  const currencies = known.length > 0 ? known : [settings.currency];
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 pt-2">
      {begin.error ? (
        <Notice tone="failed" live>
          {errorText(begin.error)}
        </Notice>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("plan")}>
          <Select
            value={ref}
            onValueChange={setRef}
            options={plans.map((one) => ({ value: one.ref, label: title(one.title) }))}
          />
        </Field>
        <Field label={t("currency")}>
          <Select
            value={currency}
            onValueChange={setWanted}
            options={currencies.map((code) => ({ value: code, label: code }))}
          />
        </Field>
        <Field label={t("seats")} error={whole(typed.seats) ? undefined : t("whole")}>
          <Input
            inputMode="numeric"
            value={typed.seats}
            onChange={(event) => setTyped({ ...typed, seats: event.target.value.trim() })}
          />
        </Field>
        <Field label={t("trial")} error={whole(trial) && Number(trial) <= 365 ? undefined : t("trialBounds")}>
          <Input
            inputMode="numeric"
            value={trial}
            onChange={(event) => setTyped({ ...typed, trial: event.target.value.trim() })}
          />
        </Field>
        <Field label={t("zone")} hint={t("zoneHint")}>
          <Combobox
            value={zone}
            onValueChange={(next) => setZone(next ?? zone)}
            options={zoneOptions("en")}
            empty={t("noZone")}
            open={t("openZones")}
          />
        </Field>
        <div>
          <p className="mb-[5px] text-13 font-medium text-ink" aria-hidden="true">
            {t("anchor")}
          </p>
          <Segmented
            label={t("anchor")}
            value={anchor}
            onValueChange={setAnchor}
            options={[
              { value: "calendar", label: t("calendar") },
              { value: "start", label: t("fromStart") },
            ]}
          />
        </div>
      </div>
      <fieldset className="grid gap-4 border-t border-line pt-4 sm:grid-cols-2">
        <legend className="sr-only">{t("payer")}</legend>
        <Field label={t("payer")} error={payer.name.trim() === "" ? t("missing") : undefined}>
          <Input
            value={payer.name}
            maxLength={200}
            onChange={(event) => setPayer({ ...payer, name: event.target.value })}
          />
        </Field>
        <Field label={t("address")}>
          <Input
            value={payer.address}
            maxLength={500}
            onChange={(event) => setPayer({ ...payer, address: event.target.value })}
          />
        </Field>
        <Field label={t("country")} error={/^[A-Z]{2}$/.test(payer.country) ? undefined : t("countryWrong")}>
          <Input
            value={payer.country}
            maxLength={2}
            onChange={(event) => setPayer({ ...payer, country: event.target.value.toUpperCase() })}
          />
        </Field>
        <Field label={t("taxId")}>
          <Input
            value={payer.taxId}
            maxLength={40}
            onChange={(event) => setPayer({ ...payer, taxId: event.target.value.trim() })}
          />
        </Field>
        <Field label={t("email")}>
          <Input
            type="email"
            value={payer.email}
            onChange={(event) => setPayer({ ...payer, email: event.target.value.trim() })}
          />
        </Field>
      </fieldset>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button type="submit" variant="primary" busy={begin.isPending}>
          {t("begin")}
        </Button>
      </div>
    </form>
  );
}

/** Sets a tenant's billing up: from then on it is billed. */
export function StartDialog({
  tenantId,
  open,
  onOpenChange,
}: {
  tenantId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("billing.start");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const tenant = useQuery(trpc.tenants.get.queryOptions({ id: tenantId }));
  const plans = useQuery({ ...trpc.plans.offered.queryOptions({ tenant: tenantId }), enabled: open });
  const settings = useQuery({ ...trpc.billing.settings.queryOptions(), enabled: open });
  const error = tenant.error ?? plans.error ?? settings.error;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      closeLabel={common("close")}
      className="max-w-2xl"
    >
      {error ? <Notice tone="failed">{errorText(error)}</Notice> : null}
      {tenant.data && plans.data && settings.data ? (
        <StartForm
          tenant={tenant.data}
          plans={plans.data}
          settings={settings.data}
          onDone={() => onOpenChange(false)}
        />
      ) : error ? null : (
        <TableSkeleton />
      )}
    </Dialog>
  );
}
