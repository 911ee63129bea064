"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageBar } from "../../layout/top-bar";
import { PageHeader } from "../../patterns/page-header";
import { tabClass } from "../../ui/tabs";

const TABS = [
  { key: "overview", href: "/billing" },
  { key: "coupons", href: "/billing/coupons" },
  { key: "rehearsal", href: "/billing/rehearsal" },
  { key: "settings", href: "/billing/settings" },
] as const;

/** What every page of the operators' billing has around it. */
export function FleetBillingFrame({
  here,
  actions,
  children,
}: {
  here: (typeof TABS)[number]["key"];
  actions?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("billing.fleet");
  const shell = useTranslations("shell");
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("fleet") },
          { label: t("title"), href: "/billing" },
          { label: t(`tab.${here}`) },
        ]}
      />
      <PageHeader title={t("title")} actions={actions}>
        {t("lead")}
      </PageHeader>
      <nav
        aria-label={t("title")}
        className="mb-5 flex gap-5 overflow-x-auto border-b border-line no-scrollbar"
      >
        {TABS.map(({ key, href }) => (
          <Link
            key={key}
            href={href}
            aria-current={key === here ? "page" : undefined}
            className={`${tabClass} aria-[current=page]:border-accent aria-[current=page]:text-ink`}
          >
            {t(`tab.${key}`)}
          </Link>
        ))}
      </nav>
      {children}
    </>
  );
}
