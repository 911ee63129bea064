"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";

export function MailRemove() {
  const t = useTranslations("settings.mail");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation(
    trpc.settings.removeMail.mutationOptions({
      async onSuccess() {
        setOpen(false);
        notify({ title: t("removed") });
        await queries.invalidateQueries(trpc.settings.mail.queryFilter());
      },
    }),
  );
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("remove")}</Button>
      <AlertDialog
        open={open}
        onOpenChange={setOpen}
        title={t("removeTitle")}
        confirm={t("removeNow")}
        cancel={common("cancel")}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>{t("removeText")}</p>
        {remove.error ? (
          <Notice tone="failed" live className="mt-3">
            {errorText(remove.error)}
          </Notice>
        ) : null}
      </AlertDialog>
    </>
  );
}
