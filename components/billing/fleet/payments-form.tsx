"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { CopyId } from "../../patterns/copy-button";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Segmented } from "../../ui/segmented";
import { Badge } from "../../ui/small";
import { notify } from "../../ui/toast";

type Settings = RouterOutputs["billing"]["paymentSettings"];

/** Asks Stripe whose account the kept key opens. */
function Check() {
  const t = useTranslations("payments.settings");
  const trpc = useTRPC();
  const check = useMutation(trpc.billing.checkPaymentKeys.mutationOptions());
  const { data, error } = check;
  return (
    <div className="grid gap-3">
      <div>
        <Button busy={check.isPending} onClick={() => check.mutate()}>
          {t("check")}
        </Button>
      </div>
      {error ? (
        <Notice tone="failed" live>
          {errorText(error)}
        </Notice>
      ) : null}
      {data ? (
        <Notice tone={data.charges ? "succeeded" : "warning"} live>
          {t(data.charges ? "works" : "noCharges", { account: data.account })}{" "}
          {t(data.live ? "isLive" : "isTest")}
        </Notice>
      ) : null}
    </div>
  );
}

function Secrets({
  settings,
  typed,
  onType,
}: {
  settings: Settings;
  typed: { secretKey: string; webhookSecret: string };
  onType: (part: Partial<typeof typed>) => void;
}) {
  const t = useTranslations("payments.settings");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("secretKey")} hint={t(settings.hasSecretKey ? "kept" : "secretKeyHint")}>
        <Input
          type="password"
          autoComplete="new-password"
          value={typed.secretKey}
          onChange={(event) => onType({ secretKey: event.target.value })}
        />
      </Field>
      <Field label={t("webhookSecret")} hint={t(settings.hasWebhookSecret ? "kept" : "webhookSecretHint")}>
        <Input
          type="password"
          autoComplete="new-password"
          value={typed.webhookSecret}
          onChange={(event) => onType({ webhookSecret: event.target.value })}
        />
      </Field>
      <div className="text-13 text-ink-2 sm:col-span-2">
        <p>{t("webhook")}</p>
        <CopyId value={settings.webhookUrl} className="mt-1 max-w-full break-all" />
        <details className="mt-2">
          <summary className="cursor-pointer">{t("events")}</summary>
          <p className="mt-1 font-mono text-12 break-words">{settings.events.join(", ")}</p>
        </details>
      </div>
    </div>
  );
}

function Form({ settings }: { settings: Settings }) {
  const t = useTranslations("payments.settings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [provider, setProvider] = useState(settings.provider);
  const [typed, setTyped] = useState({ secretKey: "", webhookSecret: "" });
  const save = useMutation(
    trpc.billing.changePaymentSettings.mutationOptions({
      async onSuccess() {
        setTyped({ secretKey: "", webhookSecret: "" });
        notify({ kind: "done", title: t("saved") });
        await queries.invalidateQueries(trpc.billing.pathFilter());
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    const { secretKey, webhookSecret } = typed;
    save.mutate({
      provider,
      ...(secretKey ? { secretKey: secretKey.trim() } : {}),
      ...(webhookSecret ? { webhookSecret: webhookSecret.trim() } : {}),
    });
  }
  const online = provider === "stripe";
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 border-t border-line pt-5">
      <div>
        <h2 className="flex items-center gap-2 text-16 font-strong tracking-tight">
          {t("title")}
          {settings.provider === "stripe" ? (
            <Badge accent={settings.live}>{t(settings.live ? "live" : "test")}</Badge>
          ) : null}
        </h2>
        <p className="mt-1 text-13 text-ink-2">{t("lead")}</p>
      </div>
      {save.error ? (
        <Notice tone="failed" live>
          {errorText(save.error)}
        </Notice>
      ) : null}
      <div>
        <Segmented
          label={t("provider")}
          value={provider}
          onValueChange={setProvider}
          options={[
            { value: "manual", label: t("manual") },
            { value: "stripe", label: "Stripe" },
          ]}
        />
      </div>
      {online ? (
        <Secrets settings={settings} typed={typed} onType={(part) => setTyped({ ...typed, ...part })} />
      ) : null}
      <div>
        <Button type="submit" busy={save.isPending}>
          {t("save")}
        </Button>
      </div>
      {online && settings.provider === "stripe" ? <Check /> : null}
    </form>
  );
}

/** How invoices are paid: by bank, or by Stripe too. Secrets go in and never come out. */
export function PaymentsForm() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.billing.paymentSettings.queryOptions());
  return data ? <Form key={`${data.provider} ${data.live}`} settings={data} /> : null;
}
