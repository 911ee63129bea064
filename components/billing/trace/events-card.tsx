"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../../format/use-format";
import { ErrorState } from "../../patterns/error-state";
import { Pager } from "../../patterns/pager";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { TableSkeleton } from "../../settings/table";
import { buttonClass } from "../../ui/button";
import { Badge, Card } from "../../ui/small";
import { FiguresTable, figureClass, wordClass } from "../fleet/figures-table";
import { useDecimal } from "../use-words";

type Event = RouterOutputs["usage"]["trace"]["items"][number];

const PAGE = 50;

export interface Traced {
  tenantId: string;
  meter: string;
  from: Date;
  to: Date;
}

const dataOf = ({ data }: Event) =>
  Object.entries(data ?? {})
    .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ");

function EventRow({ event, late, keyed }: { event: Event; late: boolean; keyed: boolean }) {
  const t = useTranslations("tracing.events");
  const format = useFormat();
  const decimal = useDecimal();
  const more = dataOf(event);
  return (
    <tr>
      <td className={`${wordClass} whitespace-nowrap tabular-nums`}>
        {format.day(event.time)} {format.time(event.time)}
      </td>
      <td className={`${wordClass} min-w-56`}>
        <code className="text-12 break-all">{event.id}</code>
        <span className="block text-12 break-all text-ink-3">
          {event.source}
          {more ? ` · ${more}` : null}
        </span>
      </td>
      {keyed ? <td className={`${wordClass} break-all`}>{event.key ?? "–"}</td> : null}
      <td className={`${wordClass} whitespace-nowrap text-ink-2 tabular-nums`}>
        {format.day(event.receivedAt)} {format.time(event.receivedAt)}{" "}
        {late ? <Badge accent>{t("late")}</Badge> : null}
      </td>
      <td className={figureClass}>{decimal(event.quantity)}</td>
    </tr>
  );
}

/** All events behind a quantity, oldest first, page by page; as a file, too. */
export function EventsCard({
  traced,
  keyed,
}: {
  traced: Traced /** They count by their key. */;
  keyed: boolean;
}) {
  const t = useTranslations("tracing.events");
  const trpc = useTRPC();
  const format = useFormat();
  const [cursor, setCursor] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({
    ...trpc.usage.trace.queryOptions({ ...traced, limit: PAGE, ...(cursor ? { cursor } : {}) }),
    placeholderData: keepPreviousData,
  });
  const asked = new URLSearchParams({
    ...{ tenant: traced.tenantId, meter: traced.meter },
    ...{ from: traced.from.toISOString(), to: traced.to.toISOString() },
  });
  return (
    <Card
      id="trace-events"
      title={t("title")}
      aside={
        <a href={`/api/usage/events?${asked}`} download className={buttonClass({ size: "s" })}>
          <Download aria-hidden="true" />
          {t("csv")}
        </a>
      }
      footer={t("foot", { zone: format.zone(traced.from) })}
    >
      {!data && error ? <ErrorState error={error} onRetry={() => refetch()} className="m-3" /> : null}
      {!data && !error ? <TableSkeleton /> : null}
      {data?.items.length === 0 ? <p className="px-4 py-3.5 text-13 text-ink-3">{t("none")}</p> : null}
      {data && data.items.length > 0 ? (
        <>
          <FiguresTable
            label={t("title")}
            words={[t("time"), t("id"), ...(keyed ? [t("key")] : []), t("received")]}
            figures={[t("quantity")]}
          >
            {data.items.map((event) => (
              <EventRow
                key={`${event.source} ${event.id}`}
                event={event}
                late={event.receivedAt >= traced.to}
                keyed={keyed}
              />
            ))}
          </FiguresTable>
          <div className="px-4">
            <Pager shown={data.items.length} cursor={cursor} next={data.next} onCursor={setCursor} />
          </div>
        </>
      ) : null}
    </Card>
  );
}
