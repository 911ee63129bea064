"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { AppModel } from "../model/app-model";
import { ErrorState } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Skeleton } from "../ui/small";

type Trials = RouterOutputs["templates"]["drafts"]["trials"];

/**
 * The run whose data model tells most about a version: its own, else the last one that ended well, of whichever
 * version. Null where nothing was ever run.
 */
export function runOf(version: string, { app, released }: Pick<Trials, "app" | "released">) {
  const ran = [released, app].flatMap((a) =>
    a?.version && a.generation ? [{ ...a, version: a.version }] : [],
  );
  const newest = [...ran].sort(
    (a, b) => (b.publishedAt?.getTime() ?? 0) - (a.publishedAt?.getTime() ?? 0),
  )[0];
  return ran.find((a) => a.version === version) ?? newest ?? null;
}

/** The data model that the script made of the sample data: tables, fields and keys, with their counts. */
export function SampleModel({ template, version }: { template: string; version: string }) {
  const t = useTranslations("templates.version.sampleModel");
  const trpc = useTRPC();
  const query = useQuery(trpc.templates.drafts.trials.queryOptions({ id: template }));
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data) return <Skeleton className="h-96 rounded-3" />;
  const run = runOf(version, query.data);
  if (!run)
    return (
      <div className="rounded-3 border border-line-strong px-4 py-3.5 text-13">
        <h3 className="text-14 font-strong">{t("none")}</h3>
        <p className="max-w-184 text-ink-2">{t("noneBody")}</p>
      </div>
    );
  return (
    <>
      {run.version === version ? null : (
        <Notice tone="queued" className="mb-3">
          {t("other", { version: run.version })}
        </Notice>
      )}
      <AppModel key={run.generation} app={run.id} tenantId={run.tenantId} title={run.version} />
    </>
  );
}
