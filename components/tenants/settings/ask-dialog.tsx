"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Capability } from "@/server/capabilities/schemas";
import { errorText } from "../../patterns/error-state";
import { FormDialog } from "../../patterns/form-dialog";
import { useTRPC } from "../../providers/trpc";
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
  const trpc = useTRPC();
  const queries = useQueryClient();
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
  return (
    <FormDialog
      title={t("askFor", { name })}
      confirm={t("ask")}
      busy={ask.isPending}
      failure={ask.error ? errorText(ask.error) : null}
      onSubmit={() => ask.mutate({ tenantId, capability, ...(note.trim() ? { note: note.trim() } : {}) })}
      onClose={onClose}
    >
      <p>{t("askLead")}</p>
      <Field label={t("why")} hint={t("whyHint")}>
        <Textarea value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
