"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Square } from "lucide-react";
import { useTranslations } from "next-intl";
import { errorText, publicError } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import { ReloadButton } from "./reload-button";

/** Reload again, or stop the one that runs. Hidden from those who may not. */
export function ReloadActions({
  id,
  app,
  tenantId,
  moving,
}: {
  id: string;
  app: string | null;
  tenantId: string;
  moving: boolean;
}) {
  const t = useTranslations("reloads.page");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayStart = useMay("reloads:start", tenantId);
  const mayCancel = useMay("reloads:cancel", tenantId);
  const onError = (error: unknown) =>
    notify({
      kind: "error",
      title: t("failed"),
      description: errorText(error),
      requestId: publicError(error).requestId,
    });
  const shown = useQuery(
    trpc.apps.get.queryOptions({ id: app ?? "" }, { enabled: app !== null && mayStart && !moving }),
  );
  const cancel = useMutation(
    trpc.reloads.cancel.mutationOptions({
      async onSuccess() {
        notify({ title: t("cancelled") });
        await queries.invalidateQueries({ queryKey: trpc.reloads.report.queryKey({ id }) });
      },
      onError,
    }),
  );
  if (moving)
    return mayCancel ? (
      <Button variant="danger" busy={cancel.isPending} onClick={() => cancel.mutate({ id })}>
        <Square />
        {t("cancel")}
      </Button>
    ) : null;
  return app ? (
    <ReloadButton app={app} tenantId={tenantId} partial={shown.data?.hasPartialReload} primary>
      {t("again")}
    </ReloadButton>
  ) : null;
}
