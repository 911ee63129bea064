"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ButtonLink } from "../ui/button";
import { LogoMark } from "../ui/marks";

/** The wizard's own top line: what this is, whether it is saved, and the way out. */
export function WizardHeader({ state, actions }: { state?: ReactNode; actions?: ReactNode }) {
  const t = useTranslations("drafts");
  return (
    <header className="[@media(max-height:26rem)]:static sticky top-0 z-(--z-sticky) flex h-(--topbar) items-center gap-3 border-b border-line bg-surface px-(--gutter) text-13">
      <LogoMark className="size-6 shrink-0" />
      <span className="font-strong whitespace-nowrap">{t("title")}</span>
      <div className="min-w-0 flex-1 truncate text-12 text-ink-3">{state}</div>
      {actions ?? <ButtonLink href="/tenants">{t("close")}</ButtonLink>}
    </header>
  );
}
