"use client";

import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMe } from "../providers/me";
import { useOwnRole } from "./own-role";

/** Names the permission that is needed, and who can give it. Never a bare 403. */
export function ForbiddenState({ permission }: { permission: string }) {
  const t = useTranslations("common");
  const me = useMe();
  const role = useOwnRole();
  return (
    <div className="flex max-w-2xl gap-3 rounded-3 border border-line-strong px-4 py-3.5 text-13">
      <Lock className="mt-0.5 size-4 shrink-0 text-ink-3" aria-hidden="true" />
      <div>
        <h2 className="text-14 font-strong">{t("forbidden.title")}</h2>
        <p className="mt-0.5 text-ink-2">
          {t.rich("forbidden.body", { permission: () => <code>{permission}</code> })}
        </p>
        <p className="mt-1 text-12 text-ink-3">{t("forbidden.role", { name: me.name, role })}</p>
      </div>
    </div>
  );
}
