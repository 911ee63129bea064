"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useFormat } from "../../format/use-format";
import { ErrorState } from "../../patterns/error-state";
import { Pager } from "../../patterns/pager";
import { StatusMark } from "../../patterns/status-mark";
import { RUN_TONES } from "../../patterns/tones";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { TableSkeleton } from "../../settings/table";
import { TextLink } from "../../ui/link";
import { Segmented } from "../../ui/segmented";
import { FiguresTable, figureClass, wordClass } from "./figures-table";
import { FleetBillingFrame } from "./frame";
import { RunNow } from "./run-now";

type Run = RouterOutputs["billing"]["runs"]["items"][number];

const LOOK_AGAIN_MS = 5000;
const STARTERS = ["user", "apiKey", "system", "local"] as const;
const isMoving = (run: Run) => run.endedAt === null;

/** Tenants that could not be billed, each with its reason and its page. */
function Failed({ failed }: { failed: NonNullable<Run["outcome"]>["failed"] }) {
  const t = useTranslations("catalogue.runs");
  if (failed.length === 0) return null;
  return (
    <details className="mt-1 text-12">
      <summary className="w-fit cursor-pointer font-medium text-failed-ink">
        {t("failedCount", { count: failed.length })}
      </summary>
      <ul className="mt-1 grid gap-1">
        {failed.map((one) => (
          <li key={one.id} className="break-words">
            <TextLink href={`/tenants/${one.tenantId}/billing`}>{one.tenant}</TextLink>{" "}
            <span className="text-ink-2">{one.message}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function RunRow({ run }: { run: Run }) {
  const t = useTranslations("catalogue.runs");
  const states = useTranslations("runs.state");
  const by = useTranslations("runs.by");
  const format = useFormat();
  const { outcome, state, createdAt, startedAt, endedAt, error } = run;
  const figure = (n: number | undefined) => (n === undefined ? "–" : format.count(n));
  const starter = STARTERS.find((type) => run.startedBy.startsWith(`${type}:`));
  return (
    <tr className="align-top hover:bg-hover">
      <td className={`${wordClass} whitespace-nowrap tabular-nums`}>
        <TextLink href={`/runs/${run.id}`}>
          {format.day(createdAt)} {format.time(createdAt)}
        </TextLink>
        <span className="block text-12 text-ink-3">
          {starter ? by(starter) : run.startedBy}
          {startedAt && endedAt ? ` · ${format.duration(endedAt.getTime() - startedAt.getTime())}` : null}
        </span>
      </td>
      <td className={`${wordClass} min-w-56`}>
        <StatusMark tone={state === "succeeded" && outcome?.failed.length ? "warning" : RUN_TONES[state]}>
          {state === "succeeded" && outcome?.failed.length ? t("partly") : states(state)}
        </StatusMark>
        {error ? <span className="block text-12 text-ink-2">{error.message}</span> : null}
        {outcome ? <Failed failed={outcome.failed} /> : null}
      </td>
      <td className={figureClass}>{figure(outcome?.drafts)}</td>
      <td className={figureClass}>{figure(outcome?.finals)}</td>
      <td className={figureClass}>{figure(outcome?.mails)}</td>
    </tr>
  );
}

/** Runs of billing: when, what they made, and what could not be billed. */
export function BillingRunsPage() {
  const t = useTranslations("catalogue.runs");
  const trpc = useTRPC();
  const [{ all, cursor }, set] = useQueryStates(
    { all: parseAsBoolean.withDefault(false), cursor: parseAsString },
    { history: "replace", scroll: false },
  );
  const { data, error, refetch } = useQuery({
    ...trpc.billing.runs.queryOptions({ all, ...(cursor ? { cursor } : {}) }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isMoving) ? LOOK_AGAIN_MS : false),
  });
  const [newest] = data?.items ?? [];
  const left = newest?.state === "failed" || (newest?.outcome?.failed.length ?? 0) > 0;
  return (
    <FleetBillingFrame here="runs" actions={<RunNow again={left} />}>
      <p className="mb-3 max-w-3xl text-13 text-ink-2">{t("lead")}</p>
      <Segmented
        label={t("which")}
        value={all ? "all" : "busy"}
        onValueChange={(value) => void set({ all: value === "all" || null, cursor: null })}
        options={[
          { value: "busy", label: t("busy") },
          { value: "all", label: t("all") },
        ]}
        className="mb-3"
      />
      {!data && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!data && !error ? <TableSkeleton /> : null}
      {data?.items.length === 0 ? (
        <p className="py-6 text-13 text-ink-2">{t(all ? "never" : "none")}</p>
      ) : null}
      {data && data.items.length > 0 ? (
        <>
          <div className="rounded-3 border border-line-strong bg-surface">
            <FiguresTable
              label={t("title")}
              words={[t("when"), t("outcome")]}
              figures={[t("drafts"), t("finals"), t("mails")]}
            >
              {data.items.map((run) => (
                <RunRow key={run.id} run={run} />
              ))}
            </FiguresTable>
          </div>
          <Pager
            shown={data.items.length}
            cursor={cursor}
            next={data.next}
            onCursor={(next) => void set({ cursor: next })}
          />
        </>
      ) : null}
    </FleetBillingFrame>
  );
}
