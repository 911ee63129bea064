"use client";

import { useMutation } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { errorText, publicError } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";

/** Starts a reload and goes to where it is watched. Hidden from those who may not. */
export function ReloadNow({ app, tenantId }: { app: string; tenantId: string }) {
  const t = useTranslations("apps.page");
  const trpc = useTRPC();
  const router = useRouter();
  const may = useMay("reloads:start", tenantId);
  const start = useMutation(
    trpc.reloads.start.mutationOptions({
      onSuccess({ reload }) {
        notify({ title: t("reloadStarted") });
        router.push(`/reloads/${reload}`);
      },
      onError: (error) =>
        notify({
          kind: "error",
          title: t("reloadFailed"),
          description: errorText(error),
          requestId: publicError(error).requestId,
        }),
    }),
  );
  if (!may) return null;
  return (
    <Button busy={start.isPending} onClick={() => start.mutate({ app })}>
      <RefreshCw />
      {t("reload")}
    </Button>
  );
}
