"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorState } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import { TableSkeleton } from "../../settings/table";
import { Button } from "../../ui/button";
import { AuditTable } from "../table";
import type { Archive } from "./archive-actions";

const PAGE = 100;

/** Entries of one archive, newest first. */
export function ArchiveEntries({ archive, onBack }: { archive: Archive; onBack: () => void }) {
  const t = useTranslations("audit.archive");
  const trpc = useTRPC();
  const [from, setFrom] = useState(0);
  const { data, error, refetch } = useQuery({
    ...trpc.audit.readArchive.queryOptions({ id: archive.id, from }),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-label={t("reading", { first: archive.firstSeq, last: archive.lastSeq })}>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Button onClick={onBack}>{t("back")}</Button>
        <h2 className="text-14 font-strong">
          {t("reading", { first: archive.firstSeq, last: archive.lastSeq })}
        </h2>
      </div>
      {error ? <ErrorState error={error} onRetry={() => refetch()} className="mb-3" /> : null}
      {data ? <AuditTable lines={data.lines} linked={false} /> : error ? null : <TableSkeleton />}
      {data && data.total > PAGE ? (
        <div className="mt-3 flex items-center gap-3 text-13 text-ink-2">
          <span role="status">
            {t("shown", { from: from + 1, to: from + data.lines.length, total: data.total })}
          </span>
          <Button size="s" disabled={from === 0} onClick={() => setFrom(Math.max(0, from - PAGE))}>
            {t("newer")}
          </Button>
          <Button size="s" disabled={data.next === null} onClick={() => setFrom(data.next ?? from)}>
            {t("older")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
