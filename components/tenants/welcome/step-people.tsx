"use client";

import { useTranslations } from "next-intl";
import { InviteDialog } from "../../people/invite-dialog";
import { TextLink } from "../../ui/link";
import { TenantPeople } from "../tenant-people";
import type { StepProps } from "./welcome-page";

/** Who is there already, and inviting more. */
export function StepPeople({ tenantId, onChanged }: StepProps) {
  const t = useTranslations("tenants.firstSteps");
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-13">
        <InviteDialog tenantId={tenantId} onInvited={onChanged} />
        <TextLink href={`/tenants/${tenantId}/people/import`}>{t("people.many")}</TextLink>
      </div>
      <TenantPeople tenantId={tenantId} />
    </div>
  );
}
