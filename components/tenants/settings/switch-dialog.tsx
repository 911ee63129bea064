"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Segmented } from "../../ui/segmented";
import { notify } from "../../ui/toast";

type Item = RouterOutputs["capabilities"]["list"]["items"][number];

const CHOICES = ["plan", "on", "off"] as const;
type Choice = (typeof CHOICES)[number];

/** An operator decides about a capability, whatever the plan says, and says why. */
export function SwitchDialog({
  tenantId,
  item,
  name,
  onClose,
}: {
  tenantId: string;
  item: Item;
  name: string;
  onClose(): void;
}) {
  const t = useTranslations("tenants.settings.capabilities");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const [to, setTo] = useState<Choice>(item.override ? (item.override.on ? "on" : "off") : "plan");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const set = useMutation(
    trpc.capabilities.set.mutationOptions({
      async onSuccess() {
        notify({ kind: "done", title: t("changed", { name }) });
        await queries.invalidateQueries(trpc.capabilities.list.queryFilter());
        onClose();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (reason.trim()) set.mutate({ tenantId, capability: item.capability, to, reason: reason.trim() });
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("changeOf", { name })}
      closeLabel={common("close")}
      actions={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" form={form} variant="primary" busy={set.isPending}>
            {t("decide")}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="grid gap-4">
        {set.error ? (
          <Notice tone="failed" live>
            {errorText(set.error)}
          </Notice>
        ) : null}
        <div>
          <Segmented
            label={name}
            value={to}
            onValueChange={setTo}
            options={CHOICES.map((value) => ({ value, label: t(`choices.${value}`) }))}
          />
          <p className="mt-1.5 text-12 text-ink-3">{t(item.byPlan ? "planHas" : "planHasNot")}</p>
        </div>
        <Field
          label={t("reason")}
          hint={t("reasonHint")}
          error={tried && !reason.trim() ? t("reasonMissing") : undefined}
        >
          <Input value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
