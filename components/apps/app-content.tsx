"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ErrorState, errorText, publicError } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { RelativeTime } from "../patterns/relative-time";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { TableSkeleton } from "../settings/table";
import { Button } from "../ui/button";
import { TextLink } from "../ui/link";
import { notify } from "../ui/toast";
import type { App } from "./app-facts";
import { ContentTable } from "./content-table";

export type Content = RouterOutputs["apps"]["content"];

/** What differs in plain words, and who puts it right how. */
function Differences({ content, app }: { content: Content; app: App }) {
  const t = useTranslations("apps.content");
  const trpc = useTRPC();
  const router = useRouter();
  const mayRepair = useMay("apps:write");
  const repair = useMutation(
    trpc.apps.repair.mutationOptions({
      onSuccess({ run }) {
        notify({ title: t("started") });
        router.push(`/runs/${run}`);
      },
      onError(error) {
        const { requestId } = publicError(error);
        notify({ kind: "error", title: errorText(error), requestId });
      },
    }),
  );
  const { template, version, foundVersion, mend, parts } = content;
  const wrong = parts.filter(({ state }) => state !== "same").length;
  const repairs = mayRepair && mend === "repair";
  return (
    <Notice
      tone="warning"
      action={
        repairs ? (
          <Button busy={repair.isPending} onClick={() => repair.mutate({ id: app.id })}>
            {t("repair")}
          </Button>
        ) : undefined
      }
    >
      <p className="font-medium">
        {foundVersion === null
          ? t("absent")
          : foundVersion === version
            ? t("differs", { count: wrong })
            : t("version", { found: foundVersion, version })}
      </p>
      <p className="mt-0.5">
        {mayRepair ? t(mend === "import" ? "importText" : "repairText", { template, version }) : t("vendor")}
      </p>
    </Notice>
  );
}

function Verdict({ content, app }: { content: Content; app: App }) {
  const t = useTranslations("apps.content");
  if (content.state === "unasked") return <Notice tone="queued">{t("unasked")}</Notice>;
  if (content.state === "differs") return <Differences content={content} app={app} />;
  return <Notice tone="succeeded">{t("same")}</Notice>;
}

/** A newer version of the template than the app is made of. */
function Newer({ content }: { content: Content }) {
  const t = useTranslations("apps.content");
  const mayTemplates = useMay("templates:read");
  const { template, version, latestVersion } = content;
  if (!mayTemplates || latestVersion === "" || latestVersion === version) return null;
  return (
    <p className="mt-3 text-13 text-ink-2">
      {t("newer", { version: latestVersion })}{" "}
      <TextLink href={`/templates/${template}`}>{t("toTemplate")}</TextLink>
    </p>
  );
}

/** Everything an app got from its template, with checksums, beside what its platform really holds. */
export function AppContent({ app }: { app: App }) {
  const t = useTranslations("apps.content");
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.apps.content.queryOptions({ id: app.id }), gcTime: 0 });
  const { data } = query;
  if (!data)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => query.refetch()} />
    ) : (
      <TableSkeleton />
    );
  const { template, version, checkedAt } = data;
  return (
    <section aria-label={t("title")} className="max-w-[64rem]">
      <div className="mb-3 flex flex-wrap items-start gap-x-4 gap-y-2">
        <p className="min-w-56 flex-1 text-13 text-ink-2">{t("lead", { template, version })}</p>
        <span className="flex items-center gap-3">
          <span className="text-12 text-ink-3" role="status">
            {t("checked")} <RelativeTime at={checkedAt} />
          </span>
          <Button busy={query.isFetching} onClick={() => query.refetch()}>
            {t("check")}
          </Button>
        </span>
      </div>
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} className="mb-3" />
      ) : null}
      <Verdict content={data} app={app} />
      <Newer content={data} />
      <ContentTable parts={data.parts} />
    </section>
  );
}
