"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import type { Subscription } from "./change-model";
import { useBillingChanged } from "./use-billing-changed";
import { useDays } from "./use-words";

/** Ends a subscription when its period is over, after saying what happens then. */
export function EndButton({ subscription }: { subscription: Subscription }) {
  const t = useTranslations("billing.end");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const { tenantId, period, zone, pending } = subscription;
  const day = useDays(zone).day(period.to);
  const changed = useBillingChanged(tenantId);
  const [open, setOpen] = useState(false);
  const end = useMutation(
    trpc.billing.change.mutationOptions({
      async onSuccess() {
        setOpen(false);
        notify({ kind: "done", title: t("done", { day }) });
        await changed();
      },
    }),
  );
  if (pending.some((one) => one.terms.ended)) return null;
  return (
    <AlertDialog
      trigger={<Button variant="danger">{t("end")}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t("title")}
      confirm={t("confirm", { day })}
      cancel={common("cancel")}
      danger
      busy={end.isPending}
      onConfirm={() => end.mutate({ tenant: tenantId, change: { ended: true }, when: "period-end" })}
    >
      {end.error ? (
        <Notice tone="failed" live className="mb-3">
          {errorText(end.error)}
        </Notice>
      ) : null}
      <p>{t("until", { day })}</p>
      <p className="mt-2">{t("then")}</p>
      <p className="mt-2">{t("back", { day })}</p>
    </AlertDialog>
  );
}
