"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageBar } from "../layout/top-bar";
import { ForbiddenState } from "../patterns/forbidden-state";
import { PageHeader } from "../patterns/page-header";
import { useMe } from "../providers/me";
import { RouteLink } from "../ui/route-link";
import { tabClass } from "../ui/tabs";
import { SECTIONS, type Section } from "./sections";

/** What every page of the settings has around it: head, and the others as tabs. */
export function SettingsFrame({ section, children }: { section: Section["key"]; children: ReactNode }) {
  const t = useTranslations("settings");
  const shell = useTranslations("shell");
  const { permissions } = useMe();
  const here = SECTIONS.find((s) => s.key === section);
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("control") },
          { label: shell("settings"), href: "/settings" },
          { label: t(`tab.${section}`) },
        ]}
      />
      <PageHeader title={shell("settings")} />
      <nav
        aria-label={shell("settings")}
        className="mb-5 flex gap-5 overflow-x-auto border-b border-line no-scrollbar"
      >
        {SECTIONS.filter(({ needs }) => permissions.includes(needs)).map(({ key, href }) => (
          <RouteLink
            key={key}
            href={href}
            aria-current={key === section ? "page" : undefined}
            className={`${tabClass} aria-[current=page]:border-accent aria-[current=page]:text-ink`}
          >
            {t(`tab.${key}`)}
          </RouteLink>
        ))}
      </nav>
      {here && !permissions.includes(here.needs) ? <ForbiddenState permission={here.needs} /> : children}
    </>
  );
}

/** Title, one line, and what can be done, above a part of the settings. */
export function SettingsHead({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mb-3 flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="text-16 font-strong tracking-tight">{title}</h2>
        <p className="mt-0.5 max-w-[42rem] text-13 text-ink-2">{children}</p>
      </div>
      {action}
    </div>
  );
}
