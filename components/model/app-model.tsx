"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { ErrorState } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Skeleton } from "../ui/small";
import { ModelViewer } from "./model-viewer";

const SAMPLE = 8;

/** The first values of a field of the published data. */
function Sample({ app, field }: { app: string; field: string }) {
  const t = useTranslations("model.sample");
  const format = useFormat();
  const trpc = useTRPC();
  const query = useQuery(trpc.apps.fieldValues.queryOptions({ id: app, field, limit: SAMPLE }));
  return (
    <section className="mt-4">
      <h3 className="mb-1 text-13 font-strong">{t("title")}</h3>
      {query.error ? <p className="text-13 text-failed-ink">{query.error.message}</p> : null}
      {query.isPending ? <Skeleton className="h-24" /> : null}
      {query.data?.values.length === 0 ? <p className="text-13 text-ink-3">{t("none")}</p> : null}
      {query.data ? (
        <ul className="text-12">
          {query.data.values.map(({ value, frequency }) => (
            <li key={String(value)} className="flex gap-3 py-0.5">
              <code className="min-w-0 flex-1 truncate">{String(value)}</code>
              <span className="text-ink-3">{t("rows", { count: frequency })}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {query.data && query.data.total > SAMPLE ? (
        <p className="mt-1 text-12 text-ink-3">
          {t("more", { count: format.count(query.data.total - SAMPLE) })}
        </p>
      ) : null}
    </section>
  );
}

/** The data model of what an app serves. */
export function AppModel({ app, tenantId, title }: { app: string; tenantId: string; title: string }) {
  const t = useTranslations("model");
  const trpc = useTRPC();
  const maySee = useMay("apps:query", tenantId);
  const query = useQuery(trpc.apps.model.queryOptions({ id: app }));
  if (query.error?.data?.code === "CONFLICT") return <Notice tone="queued">{t("noData")}</Notice>;
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data) return <Skeleton className="h-96 rounded-3" />;
  return (
    <ModelViewer
      model={query.data.model}
      label={t("of", { title })}
      {...(maySee ? { sample: (field: string) => <Sample app={app} field={field} /> } : {})}
    />
  );
}
