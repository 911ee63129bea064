"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useFormat } from "../format/use-format";
import { type Column, RowLink, TwoLines } from "../patterns/data-table";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { RELOAD_TONES } from "../patterns/tones";
import type { RouterOutputs } from "../providers/types";
import { Took } from "./took";

export type ReloadRow = RouterOutputs["reloads"]["overview"]["items"][number];

export function useReloadColumns(): Column<ReloadRow>[] {
  const t = useTranslations("reloads");
  const format = useFormat();
  const common = useTranslations("common");
  return useMemo(
    () => [
      {
        id: "app",
        header: t("column.app"),
        card: "title",
        width: "28%",
        cell: (reload) => (
          <RowLink href={`/reloads/${reload.id}`} mark={<Plot id={reload.tenantId} />} below={reload.tenant}>
            {reload.app}
          </RowLink>
        ),
      },
      {
        id: "state",
        header: t("column.state"),
        card: "state",
        width: "32%",
        cell: (reload) => (
          <TwoLines
            below={reload.error ? <span className="pl-5 max-md:hidden">{reload.error}</span> : undefined}
          >
            <StatusMark tone={RELOAD_TONES[reload.state]}>{t(`state.${reload.state}`)}</StatusMark>
          </TwoLines>
        ),
      },
      {
        id: "trigger",
        header: t("column.trigger"),
        card: "hidden",
        className: "text-ink-2 whitespace-nowrap",
        cell: (reload) => t(`trigger.${reload.trigger}`),
      },
      {
        id: "rows",
        header: t("column.rows"),
        card: "hidden",
        numeric: true,
        cell: (reload) => (reload.rows === null ? common("none") : format.count(reload.rows)),
      },
      {
        id: "started",
        header: t("column.started"),
        card: "detail",
        numeric: true,
        className: "max-md:text-12 max-md:text-ink-3",
        cell: (reload) => <RelativeTime at={reload.startedAt ?? reload.createdAt} />,
      },
      {
        id: "took",
        header: t("column.took"),
        card: "hidden",
        numeric: true,
        cell: (reload) => <Took reload={reload} />,
      },
    ],
    [t, common, format],
  );
}
