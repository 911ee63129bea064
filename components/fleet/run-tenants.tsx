"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useSaid } from "../errors/error-words";
import { ErrorState } from "../patterns/error-state";
import { Plot } from "../patterns/plot";
import { StatusMark } from "../patterns/status-mark";
import { isMoving, RUN_TONES } from "../patterns/tones";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { cellClass, PlainTable, TableSkeleton } from "../settings/table";
import { TextLink } from "../ui/link";

type Part = RouterOutputs["onboarding"]["get"][number];

const LOOK_AGAIN_MS = 2_000;
/** What needs a look first, then what goes on, then what is done. */
const ORDER: readonly Part["state"][] = [
  "failed",
  "undo-failed",
  "running",
  "undoing",
  "cancelling",
  "queued",
];

const rank = ({ state }: Part) => (ORDER.includes(state) ? ORDER.indexOf(state) : ORDER.length);

function Row({ part }: { part: Part }) {
  const t = useTranslations("fleet.run");
  const state = useTranslations("runs.state");
  const said = useSaid();
  return (
    <tr>
      <td className={cellClass}>
        <span className="flex items-center gap-2.5">
          <Plot id={part.tenant} size={22} />
          <TextLink href={`/tenants/${part.tenant}`} className="text-ink">
            {part.name}
          </TextLink>
        </span>
      </td>
      <td className={`${cellClass} min-w-56`}>
        <StatusMark tone={RUN_TONES[part.state]}>{state(part.state)}</StatusMark>
        {part.error ? (
          <p className="mt-0.5 max-w-[34rem] text-12 text-failed-ink">{said(part.error).message}</p>
        ) : null}
      </td>
      <td className={`${cellClass} text-right whitespace-nowrap`}>
        <TextLink href={`/runs/${part.run}`} aria-label={t("openOf", { name: part.name })}>
          {t("open")}
        </TextLink>
      </td>
    </tr>
  );
}

/** The tenants of an onboarding, those that need a look first. Each has a run of its own. */
export function RunTenants({ id, moving }: { id: string; moving: boolean }) {
  const t = useTranslations("fleet.run");
  const trpc = useTRPC();
  const parts = useQuery({
    ...trpc.onboarding.get.queryOptions({ id }),
    refetchInterval: ({ state }) =>
      moving || state.data?.some((part) => isMoving(part.state)) ? LOOK_AGAIN_MS : false,
  });
  if (parts.error && !parts.data) return <ErrorState error={parts.error} onRetry={() => parts.refetch()} />;
  if (!parts.data) return <TableSkeleton />;
  const done = parts.data.filter((part) => part.state === "succeeded").length;
  return (
    <section className="mb-6" aria-labelledby="tenants">
      <h2 id="tenants" className="mb-2 text-16 font-strong tracking-tight">
        {t("title", { done, all: parts.data.length })}
      </h2>
      <PlainTable
        label={t("table")}
        heads={[
          t("tenant"),
          t("state"),
          <span key="r" className="sr-only">
            {t("open")}
          </span>,
        ]}
      >
        {parts.data
          .toSorted((a, b) => rank(a) - rank(b))
          .map((part) => (
            <Row key={part.run} part={part} />
          ))}
      </PlainTable>
    </section>
  );
}
