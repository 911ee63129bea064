"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { RunState } from "@/db/schema/states";
import { useSaid } from "../errors/error-words";
import type { Said } from "../errors/say";
import { type Column, RowLink, TwoLines } from "../patterns/data-table";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { RUN_TONES } from "../patterns/tones";
import { Elapsed } from "./run-facts";

export interface RunRow {
  id: string;
  title: string;
  tenantId: string | null;
  state: RunState;
  result: string | null;
  startedBy: string;
  error: Said | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** @param plots false where all rows are of one tenant */
export function useRunColumns({ plots = true }: { plots?: boolean } = {}): Column<RunRow>[] {
  const t = useTranslations("runs");
  const said = useSaid();
  return useMemo(() => {
    const remark = (run: RunRow) => {
      if (run.error) return said(run.error).message;
      const result = run.result;
      return result === "created" || result === "changed" || result === "unchanged"
        ? t(`result.${result}`)
        : null;
    };
    return [
      {
        id: "run",
        header: t("column.run"),
        card: "title",
        width: "34%",
        cell: (run) => (
          <RowLink
            href={`/runs/${run.id}`}
            mark={plots ? <Plot id={run.tenantId ?? run.id} /> : undefined}
            below={<code>{run.id}</code>}
          >
            {run.title}
          </RowLink>
        ),
      },
      {
        id: "state",
        header: t("column.state"),
        card: "state",
        width: "34%",
        cell: (run) => (
          <TwoLines
            below={remark(run) ? <span className="pl-5 max-md:hidden">{remark(run)}</span> : undefined}
          >
            <StatusMark tone={RUN_TONES[run.state]}>{t(`state.${run.state}`)}</StatusMark>
          </TwoLines>
        ),
      },
      {
        id: "started",
        header: t("column.started"),
        card: "detail",
        numeric: true,
        className: "max-md:text-12 max-md:text-ink-3",
        cell: (run) => <RelativeTime at={run.startedAt ?? run.createdAt} />,
      },
      {
        id: "took",
        header: t("column.took"),
        card: "hidden",
        numeric: true,
        cell: (run) => <Elapsed run={run} />,
      },
    ];
  }, [t, plots, said]);
}
