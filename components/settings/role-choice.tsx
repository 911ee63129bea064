"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { OPERATOR_ROLES, type OperatorRole } from "@/db/schema/states";
import { OPERATOR_PERMISSIONS, PERMISSIONS } from "@/server/auth/permissions";
import { cn } from "../ui/cn";

/** A role, each with what it is for and how much it may; the figures are the server's own table. */
export function RoleChoice({
  value,
  onChange,
  disabled,
}: {
  value: OperatorRole;
  onChange: (role: OperatorRole) => void;
  disabled?: boolean;
}) {
  const t = useTranslations("settings.operators");
  const name = useId();
  return (
    <fieldset disabled={disabled}>
      <legend className="mb-[5px] text-13 font-medium">{t("role")}</legend>
      <div className="grid gap-2">
        {OPERATOR_ROLES.map((role) => (
          <label
            key={role}
            className={cn(
              "flex cursor-pointer gap-2.5 rounded-2 border border-line-strong px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-(--focus)",
            )}
          >
            <input
              type="radio"
              name={name}
              value={role}
              checked={value === role}
              onChange={() => onChange(role)}
              className="mt-0.5 size-4 shrink-0 accent-(--accent) outline-none"
            />
            <span className="min-w-0">
              <span className="block text-13 font-medium text-ink">{t(`roles.${role}.name`)}</span>
              <span className="block text-12 text-ink-2">
                {t(`roles.${role}.is`)}{" "}
                {t("permissions", { count: OPERATOR_PERMISSIONS[role].length, all: PERMISSIONS.length })}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
