"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { NEVER_BY_KEY } from "@/server/api-keys/schemas";
import { PERMISSIONS, type Permission } from "@/server/auth/permissions";
import { useMe } from "../providers/me";
import { Checkbox } from "../ui/checkbox";

/** What the signed-in person may give a key: at most their own permissions, less what no key ever has. */
export function useGrantable(): Permission[] {
  const { permissions } = useMe();
  return PERMISSIONS.filter((p) => permissions.includes(p) && !NEVER_BY_KEY.includes(p));
}

function Scope({
  permission,
  on,
  onChange,
}: {
  permission: Permission;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="flex min-h-7 items-center gap-2">
      <Checkbox id={id} checked={on} onCheckedChange={onChange} />
      <label htmlFor={id} className="cursor-pointer font-mono text-12 text-ink">
        {permission}
      </label>
    </div>
  );
}

/** Permissions of a key, by noun. */
export function ScopeChoice({
  value,
  onChange,
  error,
}: {
  value: readonly Permission[];
  onChange: (scopes: Permission[]) => void;
  error?: string;
}) {
  const t = useTranslations("settings.keys");
  const grantable = useGrantable();
  const toggle = (permission: Permission, on: boolean) =>
    onChange(grantable.filter((p) => (p === permission ? on : value.includes(p))));
  return (
    <fieldset>
      <legend className="mb-1 text-13 font-medium">{t("scopes")}</legend>
      <div className="grid max-h-56 grid-cols-2 gap-x-4 overflow-y-auto rounded-2 border border-line-strong px-3 py-1.5 max-sm:grid-cols-1">
        {grantable.map((permission) => (
          <Scope
            key={permission}
            permission={permission}
            on={value.includes(permission)}
            onChange={(on) => toggle(permission, on)}
          />
        ))}
      </div>
      <p className="mt-1 text-12 text-ink-3" role={error ? "alert" : undefined}>
        {error ? <span className="text-failed-ink">{error}</span> : t("scopesHint")}
      </p>
    </fieldset>
  );
}
