"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { CopyId } from "../patterns/copy-button";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import { RailPart } from "./rail-part";
import { type Embeds, useEmbeds } from "./use-embeds";

function EndSessions({ embeds }: { embeds: Embeds }) {
  const t = useTranslations("embeds.sessions");
  const trpc = useTRPC();
  const { refresh, complain } = useEmbeds(embeds.tenantId, false);
  const [open, setOpen] = useState(false);
  const end = useMutation(
    trpc.embeds.revokeSessions.mutationOptions({
      async onSuccess({ revoked }) {
        setOpen(false);
        notify({ title: t("ended", { count: revoked }) });
        await refresh();
      },
      onError(error) {
        setOpen(false);
        complain(error);
      },
    }),
  );
  return (
    <AlertDialog
      trigger={
        <Button size="s" disabled={embeds.openSessions === 0}>
          {t("end")}
        </Button>
      }
      open={open}
      onOpenChange={setOpen}
      title={t("endTitle")}
      confirm={t("end")}
      cancel={t("keep")}
      danger
      busy={end.isPending}
      onConfirm={() => end.mutate({ tenantId: embeds.tenantId })}
    >
      {t("endBody", { count: embeds.openSessions })}
    </AlertDialog>
  );
}

/** Who looks now, and what a host's server needs to know beside its key. */
export function Sessions({ embeds }: { embeds: Embeds }) {
  const t = useTranslations("embeds.sessions");
  const id = useId();
  const may = useMay("embeds:write", embeds.tenantId);
  return (
    <RailPart id={id} title={t("title")} action={may ? <EndSessions embeds={embeds} /> : undefined}>
      <p className="text-13 text-ink-2">{t("open", { count: embeds.openSessions })}</p>
      <dl className="mt-3 grid gap-2 text-12">
        <div className="min-w-0">
          <dt className="text-ink-3">{t("address")}</dt>
          <dd>
            <CopyId value={embeds.url} />
          </dd>
        </div>
        <div className="min-w-0">
          <dt className="text-ink-3">{t("tenant")}</dt>
          <dd>
            <CopyId value={embeds.tenantId} />
          </dd>
        </div>
      </dl>
    </RailPart>
  );
}
