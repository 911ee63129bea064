"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { Meter } from "../patterns/meter";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Part } from "./part";
import { planName } from "./plan-name";

type PlanMeter = RouterOutputs["tenants"]["usage"]["meters"][number];

function MeterLine({ meter }: { meter: PlanMeter }) {
  const t = useTranslations("tenants.page.meter");
  const format = useFormat();
  const { key, used, limit } = meter;
  const show = key === "storage" ? format.bytes : key === "rows" ? format.compact : format.count;
  const share = limit > 0 ? used / limit : 0;
  const name = t(key);
  return (
    <li className="px-4 py-2.5 text-13">
      <div className="mb-1 flex items-baseline gap-3">
        <span>{name}</span>
        <span className="ml-auto text-ink-3" title={`${format.count(used)} / ${format.count(limit)}`}>
          <b className="font-medium text-ink">{show(used)}</b>{" "}
          {t("of", { used: "", limit: show(limit) }).trim()}
        </span>
      </div>
      <Meter
        value={share}
        label={t("left", { name, share: format.percent(share) })}
        tone={share > 1 ? "failed" : "plain"}
      />
    </li>
  );
}

/** How much of its plan the tenant uses. */
export function TenantPlan({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants.page");
  const trpc = useTRPC();
  const usage = useQuery(trpc.tenants.usage.queryOptions({ id: tenantId }));
  return (
    <Part
      title={t("usage")}
      aside={usage.data ? <span className="text-12 text-ink-3">{planName(usage.data.plan)}</span> : undefined}
      query={usage}
      empty={() => null}
    >
      {({ meters }) => (
        <ul className="py-1.5">
          {meters.map((meter) => (
            <MeterLine key={meter.key} meter={meter} />
          ))}
        </ul>
      )}
    </Part>
  );
}
