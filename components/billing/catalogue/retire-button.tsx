"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import { AlertDialog } from "../../ui/alert-dialog";
import { Button } from "../../ui/button";
import { notify } from "../../ui/toast";
import { useBillingChanged } from "../use-billing-changed";
import { useTitle } from "../use-words";
import type { CataloguePlan } from "./use-plan-facts";

/** Offers a version no longer, or again, after saying what becomes of those who have it. */
export function RetireButton({ plan }: { plan: CataloguePlan }) {
  const t = useTranslations("catalogue.retire");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const changed = useBillingChanged();
  const name = `${useTitle()(plan.title)} ${plan.version}`;
  const [open, setOpen] = useState(false);
  const again = plan.retired;
  const retire = useMutation(
    trpc.plans.retire.mutationOptions({
      async onSuccess() {
        setOpen(false);
        notify({ kind: "done", title: t(again ? "offeredAgain" : "done", { name }) });
        await changed();
      },
    }),
  );
  return (
    <AlertDialog
      trigger={<Button variant={again ? "secondary" : "danger"}>{t(again ? "offer" : "retire")}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t(again ? "offerTitle" : "title", { name })}
      confirm={t(again ? "offerConfirm" : "confirm")}
      cancel={common("cancel")}
      danger={!again}
      busy={retire.isPending}
      onConfirm={() => retire.mutate({ ref: plan.ref, retired: !again })}
    >
      {retire.error ? (
        <Notice tone="failed" live className="mb-3">
          {errorText(retire.error)}
        </Notice>
      ) : null}
      {again ? (
        <p>{t("offerLead")}</p>
      ) : (
        <>
          <p>{t("keep", { count: plan.tenants })}</p>
          <p className="mt-2">{t("choose")}</p>
          <p className="mt-2">{t("billed")}</p>
        </>
      )}
    </AlertDialog>
  );
}
