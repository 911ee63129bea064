"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ProveForm } from "./prove-form";
import { RecoveryCodes } from "./recovery-codes";

/** Ten new recovery codes in place of the old ones, shown once. */
export function RenewCodes() {
  const t = useTranslations("account.factor");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const renew = useMutation(
    trpc.account.renewRecoveryCodes.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.account.secondFactor.queryFilter()),
    }),
  );
  const codes = renew.data?.recoveryCodes;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        renew.reset();
        setOpen(next);
      }}
      trigger={<Button>{t("renew")}</Button>}
      title={t("renewTitle")}
      closeLabel={common("close")}
      once={codes !== undefined}
    >
      {codes ? (
        <RecoveryCodes
          codes={codes}
          onDone={() => {
            setOpen(false);
            renew.reset();
          }}
        />
      ) : (
        <ProveForm
          submit={t("renewNow")}
          busy={renew.isPending}
          error={renew.error}
          onProof={(proof) => renew.mutate(proof)}
          onCancel={() => setOpen(false)}
        >
          {t("renewText")}
        </ProveForm>
      )}
    </Dialog>
  );
}
