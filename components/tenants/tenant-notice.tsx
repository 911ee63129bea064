"use client";

import { useTranslations } from "next-intl";
import { Notice } from "../patterns/notice";
import { tenantStatus } from "../patterns/tones";
import { useMay } from "../providers/me";
import type { RouterOutputs } from "../providers/types";
import { ButtonLink } from "../ui/button";
import { useTenantReason } from "./tenant-state";

type Tenant = RouterOutputs["tenants"]["get"];

/** One sentence on what is going on or what needs somebody, with the way there. */
export function TenantNotice({ tenant }: { tenant: Tenant }) {
  const t = useTranslations("tenants.page");
  const reason = useTenantReason()(tenant);
  const { tone } = tenantStatus(tenant.state, tenant.health);
  const mayOpen = useMay("runs:read", tenant.id);
  // What is only late or failing is among the open problems.
  if (!reason || (tenant.state === "active" && !tenant.problem)) return null;
  return (
    <Notice
      tone={tenant.problem && tone === "succeeded" ? "warning" : tone}
      className="mb-4"
      action={
        tenant.lastRunId && mayOpen ? (
          <ButtonLink size="s" href={`/runs/${tenant.lastRunId}`}>
            {t("openRun")}
          </ButtonLink>
        ) : undefined
      }
    >
      {reason}
    </Notice>
  );
}
