"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { ButtonLink } from "../../ui/button";
import { Skeleton } from "../../ui/small";
import type { StepProps } from "./welcome-page";

const PreviewDashboard = dynamic(
  () => import("../../apps/preview-dashboard").then((m) => m.PreviewDashboard),
  { ssr: false, loading: () => <Skeleton className="h-96 rounded-3" /> },
);

/** The first app with the tenant's own data, to look at. */
export function StepApp({ tenantId, setup, onLooked }: StepProps) {
  const t = useTranslations("tenants.firstSteps.app");
  const { id, done } = setup.steps.app;
  const looked = useEffectEvent(onLooked);
  useEffect(() => {
    if (id && !done) looked();
  }, [id, done]);
  if (!id) return <p className="text-13 text-ink-2">{t("none")}</p>;
  return (
    <div className="grid gap-4">
      <PreviewDashboard app={id} />
      <div>
        <ButtonLink href={`/tenants/${tenantId}/apps/${id}`}>{t("action")}</ButtonLink>
      </div>
    </div>
  );
}
