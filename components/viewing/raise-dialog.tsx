"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ReasonField, reasonIsEnough } from "./reason-field";

/** Asks once more, with a reason, before a view may change things. Mounted anew for each opening. */
export function RaiseDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations("viewing");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const raise = useMutation(
    trpc.viewing.raise.mutationOptions({ onSuccess: () => window.location.reload() }),
  );
  function send(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (reasonIsEnough(reason)) raise.mutate({ reason });
  }
  return (
    <Dialog open onOpenChange={onClose} title={t("raiseTitle", { name })} closeLabel={common("close")}>
      <form noValidate className="grid gap-4 pt-1" onSubmit={send}>
        <p>{t("raiseWhat")}</p>
        {raise.error ? (
          <Notice tone="failed" live>
            {errorText(raise.error)}
          </Notice>
        ) : null}
        <ReasonField value={reason} onChange={setReason} tried={tried} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" variant="primary" busy={raise.isPending || raise.isSuccess}>
            {t("raiseNow")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
