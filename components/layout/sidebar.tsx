"use client";

import { GanttChart, LayoutDashboard } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMe } from "../providers/me";
import { cn } from "../ui/cn";
import { LogoMark } from "../ui/marks";
import { AccountMenu } from "./account-menu";

const ENTRIES = [
  { key: "tenants", href: "/tenants", Icon: LayoutDashboard, permission: "tenants:read" },
  { key: "runs", href: "/runs", Icon: GanttChart, permission: "runs:read" },
] as const;

/** Only entries that exist and that the person may open. */
export function Sidebar({ className }: { className?: string }) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  const path = usePathname();
  const me = useMe();
  const member = me.operatorRole === null;
  return (
    <div className={cn("flex flex-col gap-4 overflow-y-auto p-3", className)}>
      <Link href="/" className="flex items-center gap-2.5 rounded-2 p-1.5">
        <LogoMark className="size-[26px] shrink-0" />
        <b className="text-14 font-strong">{common("product")}</b>
      </Link>
      <nav aria-label={t("main")}>
        <h2 className="px-2 pb-1 text-12 font-medium text-ink-3">{t("fleet")}</h2>
        <ul className="grid gap-px">
          {ENTRIES.filter((entry) => member || me.permissions.includes(entry.permission)).map(
            ({ key, href, Icon }) => {
              const current = path === href || path.startsWith(`${href}/`);
              return (
                <li key={key}>
                  <Link
                    href={href}
                    aria-current={current ? (path === href ? "page" : "true") : undefined}
                    className={cn(
                      "flex h-[30px] items-center gap-2.5 rounded-2 px-2 text-13 font-[480] text-ink-2 max-md:h-10",
                      current
                        ? "bg-accent-soft font-strong text-accent-ink"
                        : "hover:bg-press [&_svg]:text-ink-3",
                    )}
                  >
                    <Icon className="size-4 shrink-0" aria-hidden="true" />
                    {t(key)}
                  </Link>
                </li>
              );
            },
          )}
        </ul>
      </nav>
      <footer className="mt-auto border-t border-line pt-2">
        <AccountMenu />
      </footer>
    </div>
  );
}
