"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { notify } from "../ui/toast";
import { ProveForm } from "./prove-form";

/** @param required the person is led to set a new one up straight away */
export function TurnOffFactor({ required }: { required: boolean }) {
  const t = useTranslations("account.factor");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const off = useMutation(
    trpc.account.turnOffSecondFactor.mutationOptions({
      async onSuccess() {
        setOpen(false);
        notify({ title: t("turnedOff") });
        if (required) router.refresh();
        else await queries.invalidateQueries(trpc.account.secondFactor.queryFilter());
      },
    }),
  );
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        off.reset();
        setOpen(next);
      }}
      trigger={<Button variant="danger">{t("turnOff")}</Button>}
      title={t("turnOffTitle")}
      closeLabel={common("close")}
    >
      <ProveForm
        submit={t("turnOffNow")}
        danger
        busy={off.isPending}
        error={off.error}
        onProof={(proof) => off.mutate(proof)}
        onCancel={() => setOpen(false)}
      >
        {t(required ? "turnOffRequired" : "turnOffText")}
      </ProveForm>
    </Dialog>
  );
}
