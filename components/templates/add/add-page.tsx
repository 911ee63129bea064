"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTarget } from "../../fleet/use-target";
import { useFormat } from "../../format/use-format";
import { PageBar } from "../../layout/top-bar";
import { EmptyState } from "../../patterns/empty-state";
import { ErrorState, errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { PageHeader } from "../../patterns/page-header";
import { useTRPC } from "../../providers/trpc";
import { TableSkeleton } from "../../settings/table";
import { Button, ButtonLink } from "../../ui/button";
import { AddTable } from "./add-table";
import { MOST_NAMED } from "./search-params";

/** Adds one version of a template to tenants there are: a check of each first, then one run for those chosen. */
export function AddTemplatePage({ id, version, title }: { id: string; version: string; title: string }) {
  const t = useTranslations("templates.add");
  const all = useTranslations("templates");
  const shell = useTranslations("shell");
  const format = useFormat();
  const trpc = useTRPC();
  const router = useRouter();
  const template = `${id}@${version}`;
  const target = useTarget();
  const preview = useQuery({
    ...trpc.fleet.addTemplatePreview.queryOptions({ template, ...target }),
    gcTime: 0,
  });
  // Named tenants were chosen before; of all active ones nobody is until ticked.
  const named = target.ids !== undefined;
  const [ticked, setTicked] = useState<Set<string> | null>(null);
  const rows = preview.data?.rows ?? [];
  const fit = rows.filter((row) => row.problem === null).map((row) => row.tenantId);
  const chosen = ticked ?? new Set(named ? fit : []);
  const start = useMutation(
    trpc.fleet.addTemplate.mutationOptions({ onSuccess: ({ run }) => router.push(`/runs/${run}`) }),
  );
  const tooMany = chosen.size > MOST_NAMED;
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("fleet") },
          { label: all("title"), href: "/templates" },
          { label: `${title} ${version}`, href: `/templates/${id}/${version}` },
          { label: t("crumb") },
        ]}
      />
      <PageHeader title={t("title", { title: `${title} ${version}` })}>{t("lead")}</PageHeader>
      {start.error ? (
        <Notice tone="failed" live className="mb-4">
          {errorText(start.error)}
        </Notice>
      ) : null}
      {preview.data?.over ? (
        <Notice tone="queued" className="mb-4">
          {t("over", { limit: format.count(preview.data.limit) })}
        </Notice>
      ) : null}
      {preview.error ? (
        <ErrorState error={preview.error} onRetry={() => preview.refetch()} />
      ) : !preview.data ? (
        <TableSkeleton />
      ) : rows.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("emptyText")}</EmptyState>
      ) : (
        <>
          <p role="status" className="mb-3 text-13 text-ink-2">
            {t("counted", { fit: fit.length, all: rows.length })}
          </p>
          <AddTable rows={rows} chosen={chosen} onChange={setTicked} />
          <div className="sticky bottom-0 mt-4 flex flex-wrap items-center gap-3 border-t border-line bg-canvas py-3">
            <Button
              variant="primary"
              disabled={chosen.size === 0 || tooMany}
              busy={start.isPending}
              onClick={() => start.mutate({ template, ids: [...chosen] })}
            >
              {t("start", { count: chosen.size })}
            </Button>
            <ButtonLink href={`/templates/${id}/${version}`}>{t("cancel")}</ButtonLink>
            {tooMany ? (
              <p className="text-13 text-failed-ink">{t("tooMany", { limit: MOST_NAMED })}</p>
            ) : null}
          </div>
        </>
      )}
    </>
  );
}
