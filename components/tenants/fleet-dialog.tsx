"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { TENANT_STATES, type TenantState } from "@/db/schema/states";
import type { FleetAction } from "@/server/provisioning/fleet-schemas";
import { useFormat } from "../format/use-format";
import { ErrorState, errorText, publicError } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterInputs, RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Skeleton } from "../ui/small";
import { notify } from "../ui/toast";

export type FleetTarget = Omit<RouterInputs["fleet"]["start"], "action" | "reason">;
/** Who is looked at, as it stands in the address of a page about them. */
export function addressOfTarget({ ids, filter }: FleetTarget): string {
  const query = new URLSearchParams();
  if (ids) query.set("ids", ids.join(","));
  for (const key of ["q", "state", "health", "plan"] as const) {
    const value = filter?.[key];
    if (value) query.set(key, value);
  }
  return query.toString();
}

type Preview = RouterOutputs["fleet"]["preview"];

const isState = (state: string): state is TenantState => TENANT_STATES.some((known) => known === state);

/** Tenants the action leaves out, by the state that keeps it from them. */
function Unfit({ unfit }: { unfit: Preview["unfit"] }) {
  const t = useTranslations("tenants");
  const locale = useLocale();
  const parts = Object.entries(unfit).map(([state, count]) =>
    t("bulk.ofState", {
      count,
      state: isState(state) ? t(`state.${state}`).toLocaleLowerCase(locale) : state,
    }),
  );
  if (parts.length === 0) return null;
  return (
    <p className="mt-2">
      {t("bulk.unfit", { parts: new Intl.ListFormat(locale, { type: "conjunction" }).format(parts) })}
    </p>
  );
}

function Consequences({ action, preview }: { action: FleetAction; preview: Preview }) {
  const t = useTranslations("tenants.bulk");
  const format = useFormat();
  if (preview.over) return <p>{t("over", { limit: format.count(preview.limit) })}</p>;
  if (preview.tenants === 0)
    return (
      <>
        <p>{t(`nothing.${action}`)}</p>
        <Unfit unfit={preview.unfit} />
      </>
    );
  const { tenants, apps, connections, people } = preview;
  return (
    <>
      <p>{t(`body.${action}`, { tenants, apps, connections, people })}</p>
      <Unfit unfit={preview.unfit} />
    </>
  );
}

/**
 * One decision about many tenants: counts what it would do before it asks, and for what cannot be undone has the name
 * (or the number) typed.
 */
export function FleetDialog({
  action,
  target,
  onClose,
}: {
  /** null: closed. */
  action: FleetAction | null;
  target: FleetTarget;
  onClose: (started: boolean) => void;
}) {
  const t = useTranslations("tenants.bulk");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const wanted = { action: action ?? "reload", ...target } as const;
  const preview = useQuery({
    ...trpc.fleet.preview.queryOptions(wanted),
    enabled: action !== null,
    gcTime: 0,
  });
  const start = useMutation(
    trpc.fleet.start.mutationOptions({
      onSuccess({ run }) {
        onClose(true);
        router.push(`/runs/${run}`);
      },
      onError(error) {
        const { requestId } = publicError(error);
        notify({ kind: "error", title: t("failed"), description: errorText(error), requestId });
      },
    }),
  );
  if (!action) return null;
  const { data } = preview;
  const word = data ? (data.name ?? String(data.tenants)) : "";
  const type = action === "delete";
  const ready = data !== undefined && data.tenants > 0 && !data.over && (!type || typed.trim() === word);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        setTyped("");
        setReason("");
        if (!open) onClose(false);
      }}
      title={
        data?.name
          ? t(`titleOne.${action}`, { name: data.name })
          : t(`title.${action}`, { count: data?.tenants ?? 0 })
      }
      closeLabel={common("close")}
      actions={
        <>
          <Button onClick={() => onClose(false)}>{t("keep")}</Button>
          <Button
            variant={type ? "danger-solid" : "primary"}
            disabled={!ready}
            busy={start.isPending}
            onClick={() => start.mutate(reason.trim() ? { ...wanted, reason } : wanted)}
          >
            {t(`confirm.${action}`, { count: data?.tenants ?? 0 })}
          </Button>
        </>
      }
    >
      {preview.error ? <ErrorState error={preview.error} onRetry={() => preview.refetch()} /> : null}
      {data ? (
        <Consequences action={action} preview={data} />
      ) : preview.error ? null : (
        <Skeleton className="h-10 w-full" />
      )}
      {action === "suspend" && data && data.tenants > 0 && !data.over ? (
        <Field className="mt-4" label={t("why")} hint={t("whyHint")}>
          <Input
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            maxLength={300}
            autoComplete="off"
          />
        </Field>
      ) : null}
      {type && data && data.tenants > 0 && !data.over ? (
        <Field className="mt-4" label={t("type", { word })} hint={t("typeHint")}>
          <Input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      ) : null}
    </Dialog>
  );
}
