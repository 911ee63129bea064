"use client";

import { useTranslations } from "next-intl";
import { TENANT_ROLES, type TenantRole } from "@/db/schema/states";
import { RoleTiles } from "../patterns/role-tiles";

/** A role of a tenant, each with what its people may do. */
export function TenantRoleChoice(props: { value: TenantRole; onChange: (role: TenantRole) => void }) {
  const t = useTranslations("people");
  const roles = TENANT_ROLES.map((role) => ({
    role,
    name: t(`roles.${role}.name`),
    says: t(`roles.${role}.may`),
  }));
  return <RoleTiles legend={t("role")} roles={roles} {...props} />;
}
