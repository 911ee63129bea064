"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { HEALTH_STATES, TenantState } from "@/db/schema/states";
import { StatusMark } from "../patterns/status-mark";
import { tenantStatus } from "../patterns/tones";

interface Facts {
  state: TenantState;
  health: (typeof HEALTH_STATES)[number];
  problem: string | null;
}

/** A tenant's state as mark and word. */
export function TenantStatus({ tenant, className }: { tenant: Facts; className?: string }) {
  const t = useTranslations("tenants.state");
  const { tone, key } = tenantStatus(tenant.state, tenant.health);
  return (
    <StatusMark tone={tone} className={className}>
      {t(key)}
    </StatusMark>
  );
}

/** Why it is in this state, or what comes next; null when all is well. */
export function useTenantReason(): (tenant: Facts) => string | null {
  const t = useTranslations("tenants.reason");
  return useCallback(
    (tenant) => {
      if (tenant.problem) return tenant.problem;
      const { key } = tenantStatus(tenant.state, tenant.health);
      return key === "active" || key === "deleted" ? null : t(key);
    },
    [t],
  );
}
