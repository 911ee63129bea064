"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../../format/use-format";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Part } from "../../tenants/part";
import { FiguresTable, figureClass, wordClass } from "../fleet/figures-table";
import { useDays, useDecimal } from "../use-words";
import type { Traced } from "./events-card";
import { useUnit } from "./use-unit";

type Meter = RouterOutputs["usage"]["days"]["meter"];

/** The roll-up: what each day adds, and how days become one quantity. */
export function DaysCard({ traced }: { traced: Traced }) {
  const t = useTranslations("tracing.days");
  const trpc = useTRPC();
  const { count } = useFormat();
  const decimal = useDecimal();
  const { day } = useDays("UTC");
  const unit = useUnit();
  const query = useQuery(trpc.usage.days.queryOptions({ ...traced }));
  const words = (meter: Meter) => t(`how.${meter.aggregation}`);
  return (
    <Part
      title={t("title")}
      aside={query.data ? <span className="text-12 text-ink-3">{words(query.data.meter)}</span> : undefined}
      query={query}
      empty={({ days }) => (days.length === 0 ? t("none") : null)}
    >
      {({ days, events, quantity, meter }) => (
        <FiguresTable label={t("title")} words={[t("day")]} figures={[t("events"), unit(meter.unit)]}>
          {days.map((one) => (
            <tr key={one.from.getTime()}>
              <td className={`${wordClass} whitespace-nowrap`}>{day(one.from)}</td>
              <td className={figureClass}>{count(one.events)}</td>
              <td className={figureClass}>{decimal(one.quantity)}</td>
            </tr>
          ))}
          <tr className="font-strong">
            <td className={wordClass}>{t("whole")}</td>
            <td className={figureClass}>{count(events)}</td>
            <td className={figureClass}>{decimal(quantity)}</td>
          </tr>
        </FiguresTable>
      )}
    </Part>
  );
}
