"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { createContext, Fragment, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { browserStorage, keepVisit } from "../commands/history";
import { useMe } from "../providers/me";
import { cn } from "../ui/cn";
import { RouteLink } from "../ui/route-link";

export interface Crumb {
  label: string;
  href?: string;
}

interface TopBar {
  crumbs: Crumb[];
  end: ReactNode;
}

const Content = createContext<TopBar>({ crumbs: [], end: null });
const SetContent = createContext<(bar: TopBar) => void>(() => undefined);

export function TopBarProvider({ children }: { children: ReactNode }) {
  const [bar, setBar] = useState<TopBar>({ crumbs: [], end: null });
  return (
    <SetContent.Provider value={setBar}>
      <Content.Provider value={bar}>{children}</Content.Provider>
    </SetContent.Provider>
  );
}

/** Customers have no fleet: its words are left out of their way, or are those of their own world. */
function useOwnWords(crumbs: Crumb[]): Crumb[] {
  const t = useTranslations("shell");
  const { operatorRole, memberships } = useMe();
  if (operatorRole !== null || memberships.length === 0) return crumbs;
  const groups = new Set([t("fleet"), t("data"), t("control")]);
  return crumbs.flatMap((crumb, i): Crumb[] => {
    const last = i === crumbs.length - 1;
    if (crumb.href === "/tenants")
      return memberships.length > 1 ? [{ ...crumb, label: t("organisation") }] : [];
    if (crumb.href === "/runs") return [{ label: t("reloads"), href: "/reloads" }];
    return !last && !crumb.href && groups.has(crumb.label) ? [] : [crumb];
  });
}

/** A page's place in the portal, and what it puts at the right end of the top bar. */
export function PageBar({ crumbs: given, end }: { crumbs: Crumb[]; end?: ReactNode }) {
  const set = useContext(SetContent);
  const crumbs = useOwnWords(given);
  const key = JSON.stringify(crumbs);
  const stable = useMemo(() => JSON.parse(key) as Crumb[], [key]);
  useEffect(() => set({ crumbs: stable, end }), [set, stable, end]);
  const href = usePathname();
  const label = stable.length > 2 ? stable.at(-1)?.label : undefined;
  useEffect(() => {
    if (label) keepVisit(browserStorage(), { href, label });
  }, [href, label]);
  return null;
}

/** Breadcrumbs left, the page's own things right. Below 900 px only the page itself is named. */
export function TopBarSlots() {
  const t = useTranslations("shell");
  const { crumbs, end } = useContext(Content);
  return (
    <>
      <nav aria-label={t("breadcrumb")} className="min-w-0">
        <ol className="flex min-w-0 items-center gap-1.5 text-ink-3">
          {crumbs.map((crumb, i) => {
            const last = i === crumbs.length - 1;
            return (
              <Fragment key={crumb.label}>
                <li className={cn("min-w-0", !last && "shrink-0 max-md:hidden")}>
                  {last ? (
                    <span aria-current="page" className="block truncate font-medium text-ink">
                      {crumb.label}
                    </span>
                  ) : crumb.href ? (
                    <RouteLink href={crumb.href} className="inline-block min-w-6 py-1 hover:text-ink">
                      {crumb.label}
                    </RouteLink>
                  ) : (
                    crumb.label
                  )}
                </li>
                {last ? null : (
                  <li aria-hidden="true" className="max-md:hidden">
                    /
                  </li>
                )}
              </Fragment>
            );
          })}
        </ol>
      </nav>
      <div className="ml-auto flex shrink-0 items-center gap-2">{end}</div>
    </>
  );
}
