"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useFormat } from "../format/use-format";
import { ErrorState, errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { PartRow } from "../tenants/part";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { TextLink } from "../ui/link";
import { Select } from "../ui/select";
import { Badge, Card, Skeleton } from "../ui/small";
import { notify } from "../ui/toast";
import type { Subscription } from "./change-model";
import { minorOf } from "./minor";
import { useBillingChanged } from "./use-billing-changed";

type Alert = RouterOutputs["billing"]["alerts"]["items"][number];

function AlertRow({
  alert,
  subscription,
  writes,
}: {
  alert: Alert;
  subscription: Subscription;
  writes: boolean;
}) {
  const t = useTranslations("billing.alerts");
  const { money } = useFormat();
  const trpc = useTRPC();
  const changed = useBillingChanged();
  const amount = money(alert.amount, alert.currency);
  const remove = useMutation(
    trpc.billing.removeAlert.mutationOptions({
      onSuccess: () => changed(),
      onError: (error) => notify({ kind: "error", title: t("notRemoved"), description: errorText(error) }),
    }),
  );
  const told = alert.toldPeriod?.getTime() === subscription.period.from.getTime();
  return (
    <PartRow
      end={
        writes ? (
          <Button
            size="s"
            variant="quiet"
            square
            aria-label={t("removeOf", { of: alert.of, amount })}
            busy={remove.isPending}
            onClick={() => remove.mutate({ id: alert.id })}
          >
            <X aria-hidden="true" />
          </Button>
        ) : undefined
      }
    >
      {t("row", { of: alert.of, amount })} {told ? <Badge>{t("told")}</Badge> : null}
    </PartRow>
  );
}

function AddForm({ subscription }: { subscription: Subscription }) {
  const t = useTranslations("billing.alerts");
  const trpc = useTRPC();
  const changed = useBillingChanged();
  const { tenantId, currency } = subscription;
  const [text, setText] = useState("");
  const [of, setOf] = useState<Alert["of"]>("so-far");
  const [tried, setTried] = useState(false);
  const amount = minorOf(text, currency);
  const add = useMutation(
    trpc.billing.addAlert.mutationOptions({
      async onSuccess() {
        setText("");
        setTried(false);
        await changed();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (amount !== null) add.mutate({ tenant: tenantId, amount, of });
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-3 border-t border-line p-4">
      {add.error ? (
        <Notice tone="failed" live>
          {errorText(add.error)}
        </Notice>
      ) : null}
      <div className="grid grid-cols-2 gap-3">
        <Field
          label={t("amount", { currency })}
          error={tried && amount === null ? t("amountWrong") : undefined}
        >
          <Input
            inputMode="decimal"
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Field label={t("of")}>
          <Select
            value={of}
            onValueChange={setOf}
            options={[
              { value: "so-far", label: t("soFar") },
              { value: "forecast", label: t("forecast") },
            ]}
          />
        </Field>
      </div>
      <div>
        <Button type="submit" size="s" busy={add.isPending}>
          {t("add")}
        </Button>
      </div>
    </form>
  );
}

/** Amounts at which a tenant's admins are told what the period costs. */
export function AlertsCard({ subscription, writes }: { subscription: Subscription; writes: boolean }) {
  const t = useTranslations("billing.alerts");
  const trpc = useTRPC();
  const { tenantId } = subscription;
  const { data, error, refetch } = useQuery(trpc.billing.alerts.queryOptions({ tenant: tenantId }));
  return (
    <Card id="billing-alerts" title={t("title")} footer={data?.allowed ? t("lead") : undefined}>
      {data ? (
        <>
          {data.items.length > 0 ? (
            <ul>
              {data.items.map((alert) => (
                <AlertRow key={alert.id} alert={alert} subscription={subscription} writes={writes} />
              ))}
            </ul>
          ) : (
            <p className="px-4 py-3.5 text-13 text-ink-3">
              {data.allowed ? t("none") : t("notInPlan")}{" "}
              {data.allowed ? null : (
                <TextLink href={`/tenants/${tenantId}/billing/plans`}>{t("comparePlans")}</TextLink>
              )}
            </p>
          )}
          {data.allowed && writes ? <AddForm subscription={subscription} /> : null}
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} className="m-3" />
      ) : (
        <div className="p-4">
          <Skeleton className="h-4 w-2/3" />
        </div>
      )}
    </Card>
  );
}
