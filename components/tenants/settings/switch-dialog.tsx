"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText } from "../../patterns/error-state";
import { FormDialog } from "../../patterns/form-dialog";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
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
  const trpc = useTRPC();
  const queries = useQueryClient();
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
  function submit() {
    setTried(true);
    if (reason.trim()) set.mutate({ tenantId, capability: item.capability, to, reason: reason.trim() });
  }
  return (
    <FormDialog
      title={t("changeOf", { name })}
      confirm={t("decide")}
      busy={set.isPending}
      failure={set.error ? errorText(set.error) : null}
      onSubmit={submit}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
