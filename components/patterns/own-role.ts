"use client";

import { useLocale, useTranslations } from "next-intl";
import { type Me, useMe } from "../providers/me";

/** The name of one of the person's roles in a tenant. */
export function useRoleName() {
  const t = useTranslations("people.roles");
  return (role: Me["memberships"][number]["role"]) => t(`${role}.name`);
}

/** What the signed-in person is: an operator's role, or each role they have in their tenants. */
export function useOwnRole(): string {
  const t = useTranslations("common.role");
  const nameOf = useRoleName();
  const locale = useLocale();
  const { operatorRole, memberships } = useMe();
  if (operatorRole) return t(operatorRole);
  const names = [...new Set(memberships.map(({ role }) => nameOf(role)))];
  return names.length === 0 ? t("none") : new Intl.ListFormat(locale, { type: "unit" }).format(names);
}
