"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Part } from "../../tenants/part";
import { AlertDialog } from "../../ui/alert-dialog";
import { Button } from "../../ui/button";
import { Badge } from "../../ui/small";
import { notify } from "../../ui/toast";
import { useBillingChanged } from "../use-billing-changed";
import { usePays } from "./pay-now";

type Way = RouterOutputs["billing"]["wayToPay"];
type Method = NonNullable<Way["method"]>;

function useMethodName(): (method: Method) => string {
  const t = useTranslations("payments.way");
  return ({ type, brand, last4 }) => {
    const name = brand
      ? brand.charAt(0).toUpperCase() + brand.slice(1)
      : t.has(`type.${type}` as "type.card")
        ? t(`type.${type}` as "type.card")
        : type;
    return last4 ? `${name} •••• ${last4}` : name;
  };
}

function RemoveButton({ tenantId, name }: { tenantId: string; name: string }) {
  const t = useTranslations("payments.way");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const changed = useBillingChanged();
  const [open, setOpen] = useState(false);
  const remove = useMutation(
    trpc.billing.removeWayToPay.mutationOptions({
      async onSuccess() {
        setOpen(false);
        notify({ kind: "done", title: t("removed") });
        await changed();
      },
    }),
  );
  return (
    <AlertDialog
      trigger={<Button variant="danger">{t("remove")}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t("removeTitle", { name })}
      confirm={t("remove")}
      cancel={common("cancel")}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ tenant: tenantId })}
    >
      {remove.error ? (
        <Notice tone="failed" live className="mb-3">
          {errorText(remove.error)}
        </Notice>
      ) : null}
      <p>{t("removeThen")}</p>
    </AlertDialog>
  );
}

/** Leads to the provider's page on which a way to pay is saved. */
function SaveButton({ tenantId, replaces }: { tenantId: string; replaces: boolean }) {
  const t = useTranslations("payments.way");
  const trpc = useTRPC();
  const save = useMutation(
    trpc.billing.saveWayToPay.mutationOptions({
      onSuccess: ({ url }) => window.location.assign(url),
      onError: (error) => notify({ kind: "error", title: t("failed"), description: errorText(error) }),
    }),
  );
  return (
    <Button
      busy={save.isPending || save.isSuccess}
      variant={replaces ? "secondary" : "primary"}
      onClick={() => save.mutate({ tenant: tenantId })}
    >
      {t(replaces ? "replace" : "save")}
    </Button>
  );
}

/** Asks once whether the page somebody is back from has saved one: its event may be late. */
function useAskOnce(tenantId: string, asks: boolean): void {
  const trpc = useTRPC();
  const changed = useBillingChanged();
  const asked = useRef(false);
  const { mutate } = useMutation(trpc.billing.checkWayToPay.mutationOptions({ onSuccess: () => changed() }));
  useEffect(() => {
    if (!asks || asked.current) return;
    asked.current = true;
    mutate({ tenant: tenantId });
  }, [asks, mutate, tenantId]);
}

function Saved({ way, tenantId, pays }: { way: Way; tenantId: string; pays: boolean }) {
  const t = useTranslations("payments.way");
  const nameOf = useMethodName();
  const { method } = way;
  const until = method?.expMonth ? `${String(method.expMonth).padStart(2, "0")}/${method.expYear}` : null;
  return (
    <div className="grid gap-3 px-4 py-3.5 text-13">
      {method ? (
        <p>
          <b className="font-strong">{nameOf(method)}</b>
          {until ? <span className="text-ink-3"> · {t("until", { until })}</span> : null}
          <span className="block text-ink-2">{t("charged")}</span>
        </p>
      ) : (
        <p className="text-ink-2">{t(way.saving ? "saving" : "nothing")}</p>
      )}
      {pays ? (
        <div className="flex flex-wrap gap-2">
          <SaveButton tenantId={tenantId} replaces={method !== null} />
          {method ? <RemoveButton tenantId={tenantId} name={nameOf(method)} /> : null}
        </div>
      ) : null}
    </div>
  );
}

/** How a tenant pays: what is charged by itself, or where to pay to by bank. */
export function WayToPayCard({ tenantId }: { tenantId: string }) {
  const t = useTranslations("payments.way");
  const trpc = useTRPC();
  const pays = usePays(tenantId);
  const way = useQuery(trpc.billing.wayToPay.queryOptions({ tenant: tenantId }));
  useAskOnce(tenantId, pays && (way.data?.saving ?? false));
  const test = way.data?.online && !way.data.live;
  return (
    <Part
      title={t("title")}
      aside={test ? <Badge>{t("test")}</Badge> : undefined}
      query={way}
      empty={() => null}
    >
      {(data) =>
        data.online ? (
          <Saved way={data} tenantId={tenantId} pays={pays} />
        ) : (
          <p className="px-4 py-3.5 text-13 text-ink-2">
            {t("byBank")}
            {data.bank ? <span className="mt-1 block whitespace-pre-line text-ink">{data.bank}</span> : null}
          </p>
        )
      }
    </Part>
  );
}
