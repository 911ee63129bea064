"use client";

import { useMutation } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { leaveWizard, warnBeforeLeaving } from "./leaving";
import { useWizard } from "./wizard-context";

const leave = () => leaveWizard();

/** Ways out: close (everything typed is kept) and discard. What is kept nowhere is asked about first. */
export function WizardExit({ holding }: { holding: boolean }) {
  const t = useTranslations("drafts.exit");
  const { draft } = useWizard();
  const [asking, setAsking] = useState(false);

  useEffect(() => (holding ? warnBeforeLeaving() : undefined), [holding]);

  async function close() {
    if (holding) return setAsking(true);
    if (draft.state === "none" || draft.state === "saved") return leave();
    try {
      await draft.settle();
      leave();
    } catch {
      setAsking(true);
    }
  }

  return (
    <div className="flex shrink-0 items-center gap-2">
      {draft.saved ? <Discard /> : null}
      <Button onClick={close}>{t("close")}</Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("unsavedTitle")}
        confirm={t("leave")}
        cancel={t("stay")}
        danger
        onConfirm={leave}
      >
        {holding ? t("secretBody") : t("unsavedBody", { cause: errorText(draft.error) })}
      </AlertDialog>
    </div>
  );
}

function Discard() {
  const t = useTranslations("drafts.exit");
  const trpc = useTRPC();
  const { draft } = useWizard();
  const [open, setOpen] = useState(false);
  const discard = useMutation(trpc.drafts.discard.mutationOptions({ onSuccess: leave }));
  const name = draft.data.details?.name || t("unnamed");
  return (
    <>
      <Button variant="quiet" aria-label={t("discard")} onClick={() => setOpen(true)}>
        <Trash2 />
        <span className="max-md:sr-only">{t("discard")}</span>
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={setOpen}
        title={t("discardTitle", { name })}
        confirm={t("discardConfirm")}
        cancel={t("keep")}
        danger
        busy={discard.isPending}
        onConfirm={() => draft.id && discard.mutate({ id: draft.id })}
      >
        <p>{t("discardBody", { connections: draft.saved?.connections.length ?? 0 })}</p>
        {discard.error ? (
          <Notice tone="failed" live className="mt-3">
            {errorText(discard.error)}
          </Notice>
        ) : null}
      </AlertDialog>
    </>
  );
}
