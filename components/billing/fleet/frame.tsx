"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageBar } from "../../layout/top-bar";
import { PageHeader } from "../../patterns/page-header";
import { RouteLink } from "../../ui/route-link";
import { tabClass } from "../../ui/tabs";

const TABS = [
  { key: "overview", href: "/billing" },
  { key: "plans", href: "/billing/plans" },
  { key: "coupons", href: "/billing/coupons" },
  { key: "runs", href: "/billing/runs" },
  { key: "refused", href: "/billing/refused" },
  { key: "rehearsal", href: "/billing/rehearsal" },
  { key: "settings", href: "/billing/settings" },
] as const;

type TabKey = (typeof TABS)[number]["key"];
const hrefOf = (key: TabKey) => TABS.find((tab) => tab.key === key)?.href;

/** What every page of the operators' billing has around it. */
export function FleetBillingFrame({
  here,
  title,
  under,
  actions,
  children,
}: {
  here: TabKey;
  /** Of a page below a tab; left out, it is the tab's own page. */
  title?: ReactNode;
  /** What that page is called in the breadcrumbs. */
  under?: string;
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
          { label: t(`tab.${here}`), ...(under ? { href: hrefOf(here) } : {}) },
          ...(under ? [{ label: under }] : []),
        ]}
      />
      <PageHeader title={title ?? t("title")} actions={actions}>
        {title ? null : t("lead")}
      </PageHeader>
      <nav
        aria-label={t("title")}
        className="mb-5 flex gap-5 overflow-x-auto border-b border-line no-scrollbar"
      >
        {TABS.map(({ key, href }) => (
          <RouteLink
            key={key}
            href={href}
            aria-current={key === here ? "page" : undefined}
            className={`${tabClass} aria-[current=page]:border-accent aria-[current=page]:text-ink`}
          >
            {t(`tab.${key}`)}
          </RouteLink>
        ))}
      </nav>
      {children}
    </>
  );
}
