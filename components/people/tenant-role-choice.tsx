"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { TENANT_ROLES, type TenantRole } from "@/db/schema/states";
import { cn } from "../ui/cn";

/** A role of a tenant, each with what its people may do. */
export function TenantRoleChoice({
  value,
  onChange,
}: {
  value: TenantRole;
  onChange: (role: TenantRole) => void;
}) {
  const t = useTranslations("people");
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-[5px] text-13 font-medium">{t("role")}</legend>
      <div className="grid gap-2">
        {TENANT_ROLES.map((role) => (
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
              <span className="block text-12 text-ink-2">{t(`roles.${role}.may`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
