"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, Ellipsis, KeyRound, ShieldOff, UserCheck, UserCog } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { OperatorRole } from "@/db/schema/states";
import { errorText } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Menu, MenuItem } from "../ui/menu";
import { notify } from "../ui/toast";
import { RoleChoice } from "./role-choice";
import { ShownOnce } from "./shown-once";

export type Operator = RouterOutputs["users"]["list"][number];

type Asking = "role" | "disable" | "reset" | "factor" | null;

/** What can be done with one operator. The last owner is protected by the server, which says so. */
export function OperatorActions({ operator, self }: { operator: Operator; self: boolean }) {
  const t = useTranslations("settings.operators");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Asking>(null);
  const [role, setRole] = useState<OperatorRole>(operator.role);
  const [password, setPassword] = useState<string | null>(null);
  const { id, name, disabledAt } = operator;
  const failed = (error: unknown) => {
    setAsking(null);
    notify({ title: t("failed", { name }), description: errorText(error), kind: "error" });
  };
  const refresh = () => queries.invalidateQueries(trpc.users.list.queryFilter());
  const update = useMutation(
    trpc.users.update.mutationOptions({
      onError: failed,
      async onSuccess(_, input) {
        setAsking(null);
        await refresh();
        const done = input.role ? "roleChanged" : input.disabled ? "disabled" : "enabled";
        notify({ title: t(`done.${done}`, { name }) });
      },
    }),
  );
  const dropFactor = useMutation(
    trpc.users.resetFactor.mutationOptions({
      onError: failed,
      async onSuccess() {
        setAsking(null);
        await refresh();
        notify({ title: t("done.factorDropped", { name }) });
      },
    }),
  );
  const reset = useMutation(
    trpc.users.reset.mutationOptions({
      onError: failed,
      async onSuccess({ oneTimePassword }) {
        setAsking(null);
        setPassword(oneTimePassword);
        await refresh();
      },
    }),
  );
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button variant="quiet" size="s" square aria-label={t("actions", { name })}>
            <Ellipsis />
          </Button>
        }
      >
        <MenuItem
          onClick={() => {
            setRole(operator.role);
            setAsking("role");
          }}
        >
          <UserCog />
          {t("changeRole")}
        </MenuItem>
        <MenuItem onClick={() => setAsking("reset")}>
          <KeyRound />
          {t("reset")}
        </MenuItem>
        {operator.hasFactor && !self ? (
          <MenuItem onClick={() => setAsking("factor")}>
            <ShieldOff />
            {t("dropFactor")}
          </MenuItem>
        ) : null}
        {disabledAt ? (
          <MenuItem onClick={() => update.mutate({ id, disabled: false })}>
            <UserCheck />
            {t("enable")}
          </MenuItem>
        ) : (
          <MenuItem onClick={() => setAsking("disable")}>
            <Ban />
            {t("disable")}
          </MenuItem>
        )}
      </Menu>
      <Dialog
        open={asking === "role"}
        onOpenChange={(open) => setAsking(open ? "role" : null)}
        title={t("roleTitle", { name })}
        closeLabel={common("close")}
        actions={
          <>
            <Button onClick={() => setAsking(null)}>{common("cancel")}</Button>
            <Button variant="primary" busy={update.isPending} onClick={() => update.mutate({ id, role })}>
              {t("changeRoleNow")}
            </Button>
          </>
        }
      >
        {self ? <p className="mb-3">{t("selfRole")}</p> : null}
        <RoleChoice value={role} onChange={setRole} />
      </Dialog>
      <AlertDialog
        open={asking === "disable"}
        onOpenChange={(open) => setAsking(open ? "disable" : null)}
        title={t("disableTitle", { name })}
        confirm={t("disableNow")}
        cancel={common("cancel")}
        danger
        busy={update.isPending}
        onConfirm={() => update.mutate({ id, disabled: true })}
      >
        {t(self ? "disableSelf" : "disableText")}
      </AlertDialog>
      <AlertDialog
        open={asking === "factor"}
        onOpenChange={(open) => setAsking(open ? "factor" : null)}
        title={t("dropFactorTitle", { name })}
        confirm={t("dropFactorNow")}
        cancel={common("cancel")}
        danger
        busy={dropFactor.isPending}
        onConfirm={() => dropFactor.mutate({ id })}
      >
        {t("dropFactorText")}
      </AlertDialog>
      <AlertDialog
        open={asking === "reset"}
        onOpenChange={(open) => setAsking(open ? "reset" : null)}
        title={t("resetTitle", { name })}
        confirm={t("resetNow")}
        cancel={common("cancel")}
        busy={reset.isPending}
        onConfirm={() => reset.mutate({ id })}
      >
        {t("resetText")}
      </AlertDialog>
      <ShownOnce
        title={t("madeTitle", { email: operator.email })}
        text={t("madeText")}
        secret={password}
        onDone={() => setPassword(null)}
      />
    </>
  );
}
