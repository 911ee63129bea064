"use client";

import { useTranslations } from "next-intl";
import { Notice } from "../patterns/notice";
import { useMay } from "../providers/me";

/** A suspended tenant, to its own people: what it means, that nothing is lost, and whom to ask. */
export function TenantClosed({ tenantId, name }: { tenantId: string; name: string }) {
  const t = useTranslations("tenants.page.closed");
  const admin = useMay("tenants:customize", tenantId);
  return (
    <Notice tone="suspended" className="mb-5">
      <b className="font-medium">{t("title", { name })}</b> {t("text")} {t(admin ? "askVendor" : "askAdmin")}
    </Notice>
  );
}
