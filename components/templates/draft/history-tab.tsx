"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorState, errorText, publicError } from "../../patterns/error-state";
import { RelativeTime } from "../../patterns/relative-time";
import { useTRPC, useTRPCClient } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { Skeleton } from "../../ui/small";
import { notify } from "../../ui/toast";
import { TextDiffs } from "./text-diffs";
import type { DraftWork } from "./use-draft";

/** Who saved what when; any of it beside the draft as it is now, and the way back. */
export function HistoryTab({ work }: { work: DraftWork }) {
  const t = useTranslations("authoring.history");
  const tabs = useTranslations("authoring.tab");
  const client = useTRPCClient();
  const { draft, id } = work;
  const [chosen, setChosen] = useState<number | null>(null);
  const history = useInfiniteQuery({
    queryKey: ["templates.drafts.history", id, draft?.revision],
    queryFn: ({ pageParam, signal }) =>
      client.templates.drafts.history.query({ id, before: pageParam }, { signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (history.error) return <ErrorState error={history.error} onRetry={() => history.refetch()} />;
  const rows = history.data?.pages.flatMap((page) => page.items);
  if (!rows || !draft) return <Skeleton className="h-60 rounded-3" />;
  const shown = rows.find((r) => r.revision === chosen) ?? rows[1] ?? rows[0];
  return (
    <div className="flex items-start gap-5 max-lg:flex-col">
      <ol
        aria-label={tabs("history")}
        className="w-72 shrink-0 rounded-3 border border-line-strong max-lg:w-full"
      >
        {rows.map((row) => (
          <li key={row.revision} className="border-line not-first:border-t">
            <button
              type="button"
              aria-current={row === shown}
              className={cn(
                "block w-full px-4 py-2 text-left text-13 -outline-offset-2! hover:bg-hover",
                row === shown && "bg-accent-soft",
              )}
              onClick={() => setChosen(row.revision)}
            >
              <b className="font-strong">{t("revision", { revision: row.revision })}</b>{" "}
              <span className="text-ink-2">
                {row.name ?? row.savedBy}, <RelativeTime at={row.updatedAt} />
              </span>
              <span className="block truncate text-12 text-ink-3">{row.changed.join(", ") || "–"}</span>
            </button>
          </li>
        ))}
        {history.hasNextPage ? (
          <li className="border-t border-line p-2">
            <Button size="s" busy={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
              {t("more")}
            </Button>
          </li>
        ) : null}
      </ol>
      {shown ? <Revision key={shown.revision} work={work} revision={shown.revision} /> : null}
    </div>
  );
}

function Revision({ work, revision }: { work: DraftWork; revision: number }) {
  const t = useTranslations("authoring.history");
  const actions = useTranslations("authoring.actions");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { draft, id } = work;
  const content = useQuery(trpc.templates.drafts.contentAt.queryOptions({ id, at: revision }));
  const restore = useMutation(
    trpc.templates.drafts.restore.mutationOptions({
      onSuccess(next) {
        work.drop(Object.keys(work.texts));
        work.accept(next);
        void queries.invalidateQueries({ queryKey: ["templates.drafts.history", id] });
        notify({ title: t("restored", { revision }) });
      },
      onError: (error) =>
        notify({
          ...{ kind: "error", title: actions("failed"), description: errorText(error) },
          requestId: publicError(error).requestId,
        }),
    }),
  );
  if (content.error) return <ErrorState error={content.error} onRetry={() => content.refetch()} />;
  if (!content.data || !draft) return <Skeleton className="h-60 flex-1 rounded-3" />;
  return (
    <div className="min-w-0 flex-1 max-lg:w-full">
      {work.readOnly || revision === draft.revision ? null : (
        <Button
          className="mb-3"
          busy={restore.isPending}
          onClick={() => restore.mutate({ id, at: revision, revision: draft.revision })}
        >
          {t("restore")}
        </Button>
      )}
      <TextDiffs before={content.data.texts} after={work.texts} known={work.known} same={t("same")} />
    </div>
  );
}
