"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorState } from "../../patterns/error-state";
import { FormDialog } from "../../patterns/form-dialog";
import { useTRPC } from "../../providers/trpc";
import { Field } from "../../ui/field";
import { Select } from "../../ui/select";
import { Skeleton } from "../../ui/small";

/** Asks to whom a sheet is handed. */
export function TransferDialog({
  id,
  name,
  busy,
  failure,
  onConfirm,
  onClose,
}: {
  id: string;
  name: string;
  busy: boolean;
  failure: string | null;
  onConfirm(member: string): void;
  onClose(): void;
}) {
  const t = useTranslations("ownSheets");
  const trpc = useTRPC();
  const takers = useQuery(trpc.sheets.takers.queryOptions({ id }));
  const [chosen, setChosen] = useState<string | null>(null);
  const member = chosen ?? takers.data?.[0]?.id;
  return (
    <FormDialog
      title={t("transferTitle", { name })}
      confirm={t("transferConfirm")}
      busy={busy}
      disabled={!member}
      failure={failure}
      onSubmit={() => member && onConfirm(member)}
      onClose={onClose}
    >
      {takers.error ? (
        <ErrorState error={takers.error} onRetry={() => void takers.refetch()} />
      ) : !takers.data ? (
        <Skeleton className="h-9" />
      ) : member ? (
        <Field label={t("taker")} hint={t("takerHint")}>
          <Select
            value={member}
            onValueChange={setChosen}
            options={takers.data.map((taker) => ({ value: taker.id, label: taker.name }))}
          />
        </Field>
      ) : (
        <p className="text-13 text-ink-2">{t("noTakers")}</p>
      )}
    </FormDialog>
  );
}
