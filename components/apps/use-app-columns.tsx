"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useFormat } from "../format/use-format";
import { type Column, RowLink, TwoLines } from "../patterns/data-table";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { RELOAD_TONES } from "../patterns/tones";
import { mayAnywhere } from "../providers/may";
import { useMe } from "../providers/me";
import type { RouterOutputs } from "../providers/types";
import { Badge } from "../ui/small";

export type AppRow = RouterOutputs["apps"]["overview"]["items"][number];

export const appAddress = (app: { id: string; tenantId: string }) =>
  `/tenants/${app.tenantId}/apps/${app.id}`;

/** Columns that only those read who look after apps. */
const OF_KEEPERS: ReadonlySet<string> = new Set(["version", "reload", "rows", "published"]);

export function useAppColumns(): Column<AppRow>[] {
  const keeps = mayAnywhere(useMe(), "connections:read");
  const t = useTranslations("apps.list");
  const words = useTranslations("reloads.state");
  const common = useTranslations("common");
  const format = useFormat();
  return useMemo(() => {
    const columns: Column<AppRow>[] = [
      {
        id: "app",
        header: t("app"),
        card: "title",
        width: "28%",
        cell: (app) => (
          <RowLink href={appAddress(app)} mark={<Plot id={app.tenantId} />} below={app.tenant}>
            {app.title}
          </RowLink>
        ),
      },
      {
        id: "version",
        header: t("version"),
        card: "hidden",
        cell: (app) => (
          <TwoLines
            below={
              app.stagedVersion && app.stagedVersion !== app.publishedVersion ? (
                <Badge>{t("staged", { version: app.stagedVersion })}</Badge>
              ) : (
                app.templateId
              )
            }
          >
            {app.publishedVersion ?? <span className="text-ink-3">{t("unpublished")}</span>}
          </TwoLines>
        ),
      },
      {
        id: "reload",
        header: t("reload"),
        card: "state",
        cell: (app) =>
          app.reload ? (
            <Link
              href={`/reloads/${app.reload.id}`}
              className="block min-h-6 hover:underline"
              prefetch={false}
            >
              <TwoLines
                below={
                  <span className="pl-5 max-md:hidden">
                    <RelativeTime at={app.reload.at} />
                  </span>
                }
              >
                <StatusMark tone={RELOAD_TONES[app.reload.state as keyof typeof RELOAD_TONES]}>
                  {words(app.reload.state as keyof typeof RELOAD_TONES)}
                </StatusMark>
              </TwoLines>
            </Link>
          ) : (
            <span className="text-ink-3">{t("noReload")}</span>
          ),
      },
      {
        id: "rows",
        header: t("rows"),
        card: "hidden",
        numeric: true,
        cell: (app) => (app.rows === null ? common("none") : format.count(app.rows)),
      },
      {
        id: "age",
        header: t("age"),
        card: "detail",
        numeric: true,
        className: "max-md:text-12 max-md:text-ink-3",
        cell: (app) => (app.dataAt ? <RelativeTime at={app.dataAt} bare /> : common("none")),
      },
      {
        id: "published",
        header: t("published"),
        card: "hidden",
        numeric: true,
        className: "text-ink-2",
        cell: (app) => (app.publishedAt ? <RelativeTime at={app.publishedAt} /> : common("none")),
      },
    ];
    return keeps ? columns : columns.filter(({ id }) => !OF_KEEPERS.has(id));
  }, [t, words, common, format, keeps]);
}
