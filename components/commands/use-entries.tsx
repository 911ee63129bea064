"use client";

import { useQuery } from "@tanstack/react-query";
import {
  Bookmark,
  Copy,
  FilePlus2,
  GanttChart,
  History,
  Keyboard,
  LayoutTemplate,
  LogOut,
  type LucideIcon,
  Moon,
  Plug,
  Sun,
  Upload,
} from "lucide-react";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { RUN_TONES, TENANT_TONES } from "../patterns/tones";
import { useMe } from "../providers/me";
import { useTheme } from "../providers/theme";
import { useTRPC } from "../providers/trpc";
import { Kbd } from "../ui/small";
import type { Entry, EntryGroup } from "./entries";
import { browserStorage, readVisits } from "./history";
import { placesFor } from "./places";
import type { Found } from "./use-found";

const icon = (Icon: LucideIcon) => <Icon aria-hidden="true" />;

/** Places, with the keys that lead there. */
export function usePlaceEntries(): EntryGroup {
  const t = useTranslations("commands");
  const shell = useTranslations("shell");
  const me = useMe();
  return useMemo(
    () => ({
      id: "places",
      heading: t("places"),
      entries: placesFor(me).map(
        ({ key, href, label, Icon, chord }): Entry => ({
          id: `place:${key}`,
          mark: icon(Icon),
          label: label ?? shell(key),
          href,
          end: (
            <span className="flex gap-1 max-md:hidden">
              <Kbd>G</Kbd>
              <Kbd>{chord.toUpperCase()}</Kbd>
            </span>
          ),
        }),
      ),
    }),
    [t, shell, me],
  );
}

/** What can be done from anywhere. */
export function useCommandEntries(onShortcuts: () => void): EntryGroup {
  const t = useTranslations("commands");
  const me = useMe();
  const { setTheme } = useTheme();
  return useMemo(() => {
    const creates = me.permissions.includes("tenants:create");
    const entries: (Entry | false)[] = [
      creates && { id: "do:create", mark: icon(FilePlus2), label: t("do.create"), href: "/tenants/new" },
      creates && { id: "do:import", mark: icon(Upload), label: t("do.import"), href: "/tenants/import" },
      {
        id: "do:keys",
        mark: icon(Keyboard),
        label: t("do.shortcuts"),
        run: onShortcuts,
        end: <Kbd>?</Kbd>,
      },
      { id: "do:light", mark: icon(Sun), label: t("do.light"), run: () => setTheme("light") },
      { id: "do:dark", mark: icon(Moon), label: t("do.dark"), run: () => setTheme("dark") },
      {
        id: "do:out",
        mark: icon(LogOut),
        label: t("do.signOut"),
        run: () => void signOut({ callbackUrl: "/sign-in" }),
      },
    ];
    return { id: "do", heading: t("commands"), entries: entries.filter((entry) => entry !== false) };
  }, [t, me, setTheme, onShortcuts]);
}

/** Saved views of the tenants list. */
export function useViewEntries(): EntryGroup {
  const t = useTranslations("commands");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.tenants.views.queryOptions());
  return useMemo(
    () => ({
      id: "views",
      heading: t("views"),
      entries: (data ?? []).map(({ id, name, owner, query }) => ({
        id: `view:${id}`,
        mark: icon(Bookmark),
        label: name,
        remark: owner ?? undefined,
        href: `/tenants?${query || "sort=name"}`,
      })),
    }),
    [t, data],
  );
}

/** Objects that were open lately in this browser. Read anew whenever the menu opens. */
export function useHistoryEntries(open: boolean): EntryGroup {
  const t = useTranslations("commands");
  return useMemo(
    () => ({
      id: "history",
      heading: t("history"),
      entries: (open ? readVisits(browserStorage()) : []).map((visit) => ({
        id: `visit:${visit.href}`,
        mark: icon(History),
        label: visit.label,
        href: visit.href,
      })),
    }),
    [t, open],
  );
}

/** What the server found, by kind. */
export function useFoundEntries(found: Found | null): EntryGroup[] {
  const t = useTranslations("commands");
  const tenantState = useTranslations("tenants.state");
  const runState = useTranslations("runs.state");
  return useMemo(() => {
    if (!found) return [];
    const tenants = found.tenants.map(
      ({ id, name, slug, state }): Entry => ({
        id: `tenant:${id}`,
        mark: <Plot id={id} size={22} />,
        label: name,
        remark: slug,
        end: <StatusMark tone={TENANT_TONES[state]}>{tenantState(state)}</StatusMark>,
        href: `/tenants/${id}`,
        found: true,
      }),
    );
    const apps = found.apps.map(
      ({ id, title, tenantId, tenant }): Entry => ({
        id: `app:${id}`,
        mark: <Plot id={tenantId} size={22} />,
        label: title,
        remark: tenant,
        href: `/apps/${id}`,
        found: true,
      }),
    );
    const templates = found.templates.map(
      ({ id, title, version }): Entry => ({
        id: `template:${id}`,
        mark: icon(LayoutTemplate),
        label: title.en ?? Object.values(title)[0] ?? id,
        remark: `${id} ${version}`,
        href: `/templates/${id}`,
        found: true,
      }),
    );
    const runs = found.runs.map(
      ({ id, title, state, createdAt }): Entry => ({
        id: `run:${id}`,
        mark: icon(GanttChart),
        label: title,
        remark: <RelativeTime at={createdAt} />,
        end: <StatusMark tone={RUN_TONES[state]}>{runState(state)}</StatusMark>,
        href: `/runs/${id}`,
        found: true,
      }),
    );
    return [
      { id: "tenants", heading: t("tenants"), entries: tenants },
      { id: "apps", heading: t("apps"), entries: apps },
      { id: "templates", heading: t("templates"), entries: templates },
      { id: "runs", heading: t("runs"), entries: runs },
    ].filter((group) => group.entries.length > 0);
  }, [found, t, tenantState, runState]);
}

/** What can be done with the tenant that is chosen in the list. */
export function useTenantActions(tenant: Found["tenants"][number] | undefined): EntryGroup | null {
  const t = useTranslations("commands");
  return useMemo(() => {
    if (!tenant) return null;
    const { id, name, lastRunId } = tenant;
    const entries: (Entry | false)[] = [
      lastRunId !== null && {
        id: `on:run:${id}`,
        mark: icon(GanttChart),
        label: t("on.run"),
        href: `/runs/${lastRunId}`,
        found: true,
      },
      {
        id: `on:connections:${id}`,
        mark: icon(Plug),
        label: t("on.connections"),
        href: `/connections?tenant=${id}`,
        found: true,
      },
      {
        id: `on:copy:${id}`,
        mark: icon(Copy),
        label: t("on.copy"),
        remark: id,
        run: () => void navigator.clipboard?.writeText(id),
        found: true,
      },
    ];
    return { id: "on", heading: t("on.heading", { name }), entries: entries.filter((e) => e !== false) };
  }, [tenant, t]);
}
