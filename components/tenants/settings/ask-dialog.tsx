"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import type { Capability } from "@/server/capabilities/schemas";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Textarea } from "../../ui/input";
import { notify } from "../../ui/toast";

/** Asks the operators for a capability, with a word why. What was typed stays where sending fails. */
export function AskDialog({
  tenantId,
  capability,
  name,
  onClose,
}: {
  tenantId: string;
  capability: Capability;
  name: string;
  onClose(): void;
}) {
  const t = useTranslations("tenants.settings.capabilities");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const [note, setNote] = useState("");
  const ask = useMutation(
    trpc.capabilities.ask.mutationOptions({
      async onSuccess() {
        notify({ kind: "done", title: t("sent", { name }) });
        await queries.invalidateQueries(trpc.capabilities.list.queryFilter());
        onClose();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    ask.mutate({ tenantId, capability, ...(note.trim() ? { note: note.trim() } : {}) });
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("askFor", { name })}
      closeLabel={common("close")}
      actions={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" form={form} variant="primary" busy={ask.isPending}>
            {t("ask")}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="grid gap-3">
        {ask.error ? (
          <Notice tone="failed" live>
            {errorText(ask.error)}
          </Notice>
        ) : null}
        <p>{t("askLead")}</p>
        <Field label={t("why")} hint={t("whyHint")}>
          <Textarea value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
