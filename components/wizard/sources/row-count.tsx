"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { TableMapping } from "@/db/schema";
import { isComplete } from "@/server/drafts/conditions-model";
import { useFormat } from "../../format/use-format";
import { errorText } from "../../patterns/error-state";
import { Meter } from "../../patterns/meter";
import { Notice } from "../../patterns/notice";
import { useTRPCClient } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { useLater } from "../use-later";
import { PreviewTable } from "./preview-table";
import type { CheckedTable } from "./use-sources";

const QUIET_MS = 500;

/** How many rows will be copied, of how many, and the first of them. Asked a moment after the last key; a newer question
 * cancels an older one, also at the source. */
export function RowCount({
  connectionId,
  declared,
  mapping,
}: {
  connectionId: string;
  declared: CheckedTable["declared"];
  mapping: TableMapping;
}) {
  const t = useTranslations("drafts.where");
  const format = useFormat();
  const client = useTRPCClient();
  const [shown, setShown] = useState(false);
  const finished = { ...mapping, where: (mapping.where ?? []).filter(isComplete) };
  const asked = useLater(JSON.stringify(finished), QUIET_MS);
  const input = {
    id: connectionId,
    table: {
      name: declared.name,
      columns: declared.columns.map(({ name, type, optional }) => ({ name, type, optional })),
    },
    mapping: JSON.parse(asked) as TableMapping,
  };
  const common = { placeholderData: keepPreviousData, staleTime: 60_000, retry: false };
  const count = useQuery({
    ...common,
    queryKey: ["connections.count", connectionId, declared.name, asked],
    queryFn: ({ signal }) => client.connections.count.mutate(input, { signal }),
  });
  const preview = useQuery({
    ...common,
    queryKey: ["connections.preview", connectionId, declared.name, asked],
    queryFn: ({ signal }) => client.connections.preview.mutate(input, { signal }),
    enabled: shown,
  });
  const stale = count.isFetching || asked !== JSON.stringify(finished);
  const unfinished = (mapping.where?.length ?? 0) - finished.where.length;
  const { data } = count;
  const share = data && data.of > 0 ? data.rows / data.of : 1;
  return (
    <div className="mt-4" aria-busy={stale}>
      {count.error && !count.isPlaceholderData ? (
        <Notice tone="failed" live>
          {errorText(count.error)}
        </Notice>
      ) : data ? (
        <div className={cn("motion-fast transition-opacity", stale && "opacity-60")}>
          <p role="status" className="text-13 text-ink-2">
            <b data-testid="row-count" className="mr-1.5 text-20 font-strong tracking-tight text-ink">
              {format.count(data.rows)}
            </b>
            {finished.where.length > 0
              ? t("some", { share: format.percent(share), of: format.count(data.of) })
              : t("all")}
          </p>
          {finished.where.length > 0 ? (
            <Meter value={share} label={t("meter")} className="mt-1.5 max-w-[32rem]" />
          ) : null}
        </div>
      ) : (
        <p className="text-13 text-ink-3">{t("counting")}</p>
      )}
      {unfinished > 0 ? (
        <p className="mt-1 text-12 text-ink-3">{t("unfinished", { count: unfinished })}</p>
      ) : null}
      <Button size="s" className="mt-3" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? t("hide") : t("show")}
      </Button>
      {shown ? (
        preview.error && !preview.isPlaceholderData ? (
          <Notice tone="failed" live className="mt-2">
            {errorText(preview.error)}
          </Notice>
        ) : (
          <PreviewTable data={preview.data} stale={preview.isFetching} />
        )
      ) : null}
    </div>
  );
}
