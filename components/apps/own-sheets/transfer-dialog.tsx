"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorState } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
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
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("transferTitle", { name })}
      closeLabel={t("close")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={!member}
            onClick={() => member && onConfirm(member)}
          >
            {t("transferConfirm")}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {failure ? (
          <Notice tone="failed" live>
            {failure}
          </Notice>
        ) : null}
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
      </div>
    </Dialog>
  );
}
