"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { type Column, RowLink, TwoLines } from "../patterns/data-table";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import type { RouterOutputs } from "../providers/types";
import { TestMark } from "./test-mark";
import { useKind } from "./use-kind";

export type ConnectionRow = RouterOutputs["connections"]["overview"]["items"][number];

export function useConnectionColumns(): Column<ConnectionRow>[] {
  const t = useTranslations("connections");
  const kind = useKind();
  return useMemo(
    () => [
      {
        id: "name",
        header: t("column.name"),
        card: "title",
        width: "28%",
        cell: (row) => (
          <RowLink href={`/connections/${row.id}`} mark={<Plot id={row.tenantId} />} below={row.tenant}>
            {row.name}
          </RowLink>
        ),
      },
      {
        id: "kind",
        header: t("column.kind"),
        card: "hidden",
        cell: (row) => (
          <TwoLines below={row.hasSecret ? t("secret.kept") : t("secret.none")}>{kind(row.kind)}</TwoLines>
        ),
      },
      {
        id: "test",
        header: t("column.test"),
        card: "state",
        width: "36%",
        cell: (row) => (
          <TwoLines
            below={
              row.testResult?.ok === false && row.testResult.message ? (
                <span className="pl-5 max-md:hidden">{row.testResult.message}</span>
              ) : undefined
            }
          >
            <TestMark connection={row} />
          </TwoLines>
        ),
      },
      {
        id: "used",
        header: t("column.used"),
        card: "detail",
        numeric: true,
        className: "max-md:text-12 max-md:text-ink-3",
        cell: (row) => t("apps", { count: row.usedBy }),
      },
      {
        id: "changed",
        header: t("column.changed"),
        card: "hidden",
        numeric: true,
        className: "text-ink-2",
        cell: (row) => <RelativeTime at={row.updatedAt} />,
      },
    ],
    [t, kind],
  );
}
