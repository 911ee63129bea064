"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { REJECT_REASONS, type RejectReason } from "@/server/usage/schemas";
import { useFormat } from "../../format/use-format";
import { ErrorState } from "../../patterns/error-state";
import { FilterChip } from "../../patterns/filter-bar";
import { Pager } from "../../patterns/pager";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { TableSkeleton } from "../../settings/table";
import { TextLink } from "../../ui/link";
import { FiguresTable, wordClass } from "./figures-table";
import { FleetBillingFrame } from "./frame";
import { refusedValues } from "./refused-words";

type Refused = RouterOutputs["usage"]["rejects"]["items"][number];

/** The event as it came, laid out where it is JSON. */
function pretty(event: string): string {
  try {
    return JSON.stringify(JSON.parse(event), null, 2);
  } catch {
    return event;
  }
}

function RefusedRow({ refused }: { refused: Refused }) {
  const t = useTranslations("tracing.refused");
  const format = useFormat();
  const reason = REJECT_REASONS.find((one): one is RejectReason => one === refused.reason);
  const { tenantId, tenant, receivedAt, message, event } = refused;
  const { time, ...values } = refusedValues(refused);
  const of = time ? `${format.day(time)} ${format.time(time)}` : "…";
  return (
    <tr className="align-top">
      <td className={`${wordClass} whitespace-nowrap tabular-nums`}>
        {format.day(receivedAt)} {format.time(receivedAt)}
      </td>
      <td className={`${wordClass} min-w-64`}>
        <span className="font-medium">{reason ? t(`reason.${reason}`) : refused.reason}</span>
        <span className="block text-12 text-ink-2">
          {reason ? t(`says.${reason}`, { ...values, time: of }) : message}
        </span>
        <details className="mt-1 text-12">
          <summary className="w-fit cursor-pointer text-ink-3">{t("event")}</summary>
          <pre className="mt-1 max-h-72 max-w-xl overflow-auto rounded-2 bg-sunken p-2 font-mono whitespace-pre-wrap break-all">
            {pretty(event)}
          </pre>
          <p className="mt-1 text-ink-3">
            {t("told")}: <span lang="en">{message}</span>
          </p>
        </details>
      </td>
      <td className={wordClass}>
        {tenantId ? <TextLink href={`/tenants/${tenantId}/billing`}>{tenant ?? tenantId}</TextLink> : "–"}
      </td>
    </tr>
  );
}

/** Events from outside that were refused: kept with the reason, never counted. */
export function RefusedPage() {
  const t = useTranslations("tracing.refused");
  const trpc = useTRPC();
  const [{ reason, cursor }, set] = useQueryStates(
    { reason: parseAsStringLiteral(REJECT_REASONS), cursor: parseAsString },
    { history: "replace", scroll: false },
  );
  const { data, error, refetch } = useQuery({
    ...trpc.usage.rejects.queryOptions({ ...(reason ? { reason } : {}), ...(cursor ? { cursor } : {}) }),
    placeholderData: keepPreviousData,
  });
  return (
    <FleetBillingFrame here="refused">
      <p className="mb-3 max-w-3xl text-13 text-ink-2">{t("lead")}</p>
      <div className="mb-3">
        <FilterChip
          name={t("reasonHead")}
          value={reason}
          facets={REJECT_REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))}
          onChange={(value) =>
            void set({ reason: REJECT_REASONS.find((one) => one === value) ?? null, cursor: null })
          }
        />
      </div>
      {!data && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!data && !error ? <TableSkeleton /> : null}
      {data?.items.length === 0 ? (
        <p className="py-6 text-13 text-ink-2">{t(reason ? "noneOf" : "none")}</p>
      ) : null}
      {data && data.items.length > 0 ? (
        <>
          <div className="rounded-3 border border-line-strong bg-surface">
            <FiguresTable label={t("title")} words={[t("received"), t("why"), t("tenant")]} figures={[]}>
              {data.items.map((refused) => (
                <RefusedRow key={refused.id} refused={refused} />
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
