"use client";

import { useTranslations } from "next-intl";
import { OPERATOR_ROLES, type OperatorRole } from "@/db/schema/states";
import { OPERATOR_PERMISSIONS, PERMISSIONS } from "@/server/auth/permissions";
import { RoleTiles } from "../patterns/role-tiles";

/** A role, each with what it is for and how much it may; the figures are the server's own table. */
export function RoleChoice(props: {
  value: OperatorRole;
  onChange: (role: OperatorRole) => void;
  disabled?: boolean;
}) {
  const t = useTranslations("settings.operators");
  const roles = OPERATOR_ROLES.map((role) => {
    const may = t("permissions", { count: OPERATOR_PERMISSIONS[role].length, all: PERMISSIONS.length });
    return { role, name: t(`roles.${role}.name`), says: `${t(`roles.${role}.is`)} ${may}` };
  });
  return <RoleTiles legend={t("role")} roles={roles} {...props} />;
}
