"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../../format/use-format";
import { ErrorState, errorText, publicError } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { useRun } from "../../runs/use-run";
import { Button } from "../../ui/button";
import { Skeleton } from "../../ui/small";
import { notify } from "../../ui/toast";
import { FactsTable } from "../facts-table";
import { TextDiffs } from "./text-diffs";
import type { DraftWork } from "./use-draft";

type Comparison = RouterOutputs["templates"]["drafts"]["compare"];
type Pair = Comparison["measures"][number];

function Pairs({ title, pairs, version }: { title: string; pairs: Pair[]; version: string }) {
  const t = useTranslations("authoring.compare");
  const format = useFormat();
  const shown = (value: Pair["before"]) =>
    value === null ? "–" : typeof value === "number" ? format.count(Math.round(value * 100) / 100) : value;
  const differing = pairs.filter((p) => p.before !== p.after);
  const change = ({ before, after }: Pair) => {
    if (before === null) return t("new");
    if (after === null) return t("gone");
    if (typeof before !== "number" || typeof after !== "number" || before === 0) return "≠";
    const share = (after - before) / Math.abs(before);
    return `${share > 0 ? "+" : ""}${format.percent(share)}`;
  };
  return (
    <section className="min-w-0 rounded-3 border border-line-strong" aria-label={title}>
      <h3 className="flex flex-wrap gap-x-3 border-b border-line px-4 py-2 text-14 font-strong">
        {title}
        <span className="font-normal text-ink-2">
          {t("equal", { count: pairs.length - differing.length })}
        </span>
      </h3>
      {differing.length > 0 ? (
        <FactsTable
          label={title}
          columns={[t("name"), version, t("after"), t("change")]}
          rows={differing.map((p) => ({
            key: p.name,
            cells: [p.name, shown(p.before), shown(p.after), change(p)],
          }))}
        />
      ) : null}
    </section>
  );
}

function Waiting({ run, onEnd }: { run: string; onEnd(): void }) {
  const { view, moving } = useRun(run);
  const [told, setTold] = useState(false);
  if (view && !moving && !told) {
    setTold(true);
    queueMicrotask(onEnd);
  }
  return null;
}

/** The draft beside the newest release: what differs in the text, and in the figures on the same data. */
export function CompareTab({ work }: { work: DraftWork }) {
  const t = useTranslations("authoring.compare");
  const actions = useTranslations("authoring.actions");
  const trpc = useTRPC();
  const query = useQuery(trpc.templates.drafts.compare.queryOptions({ id: work.id }));
  const [run, setRun] = useState<string | null>(null);
  const start = useMutation(
    trpc.templates.drafts.reload.mutationOptions({
      onSuccess: (started) => setRun(started.run),
      onError: (error) =>
        notify({
          ...{ kind: "error", title: actions("failed"), description: errorText(error) },
          requestId: publicError(error).requestId,
        }),
    }),
  );
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const found = query.data;
  if (!found) return <Skeleton className="h-60 rounded-3" />;
  if (!found.texts) return <p className="text-13 text-ink-2">{t("never")}</p>;
  const version = found.latestVersion;
  return (
    <>
      <h2 className="mb-3 text-16 font-strong tracking-tight">{t("texts", { version })}</h2>
      <TextDiffs before={found.texts} after={work.texts} known={work.known} same={t("same", { version })} />
      <div className="mt-6 mb-3 flex flex-wrap items-center gap-3">
        <h2 className="text-16 font-strong tracking-tight">{t("data")}</h2>
        {found.data ? <span className="text-13 text-ink-2">{t("between", found.data)}</span> : null}
        {work.readOnly ? null : (
          <Button
            size="s"
            busy={start.isPending || run !== null}
            onClick={() => start.mutate({ id: work.id, which: "released" })}
          >
            {t("run", { version })}
          </Button>
        )}
      </div>
      {run ? (
        <Waiting
          key={run}
          run={run}
          onEnd={() => {
            setRun(null);
            void query.refetch();
          }}
        />
      ) : null}
      {found.data ? (
        <div className="grid items-start gap-5 lg:grid-cols-3">
          <Pairs title={t("tables")} pairs={found.tables} version={version} />
          <Pairs title={t("measures")} pairs={found.measures} version={version} />
          <Pairs title={t("fields")} pairs={found.fields} version={version} />
        </div>
      ) : (
        <p className="text-13 text-ink-2">{t("need", { version })}</p>
      )}
    </>
  );
}
