"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { errorText } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Switch } from "../ui/switch";
import { notify } from "../ui/toast";

/** Whether operators must have a second factor. Whoever turns it on without one is led to set it up. */
export function RequireFactor() {
  const t = useTranslations("settings.operators");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const label = useId();
  const writes = useMay("settings:write");
  const reads = useMay("settings:read");
  const security = useQuery({ ...trpc.settings.security.queryOptions(), enabled: reads });
  const change = useMutation(
    trpc.settings.changeSecurity.mutationOptions({
      onError: (error) => notify({ title: t("requireFailed"), description: errorText(error), kind: "error" }),
      onSuccess: () => router.refresh(),
      onSettled: () => queries.invalidateQueries(trpc.settings.security.queryFilter()),
    }),
  );
  if (!security.data) return null;
  return (
    <div className="mt-6 flex items-start gap-3 rounded-3 border border-line-strong px-4 py-3">
      <Switch
        className="mt-0.5"
        aria-labelledby={label}
        checked={security.data.operatorsNeedFactor}
        disabled={!writes || change.isPending}
        onCheckedChange={(operatorsNeedFactor) => change.mutate({ operatorsNeedFactor })}
      />
      <div className="min-w-0">
        <p id={label} className="text-13 font-medium">
          {t("require")}
        </p>
        <p className="mt-0.5 text-13 text-ink-2">{t("requireText")}</p>
      </div>
    </div>
  );
}
