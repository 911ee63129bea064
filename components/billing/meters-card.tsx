"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { Meter } from "../patterns/meter";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Part } from "../tenants/part";
import { TextLink } from "../ui/link";
import { Sparkline } from "./sparkline";
import { useDays, useMeterWords } from "./use-words";

type CurrentMeter = RouterOutputs["usage"]["current"]["meters"][number];

const LOOK_AGAIN_MS = 30_000;
const CLOSE_PERCENT = 80;

/** Worth a line at once: it is limited, or something is or was used of it. */
const counts = ({ limit, used, now, trend }: CurrentMeter) =>
  limit !== null || Number(used) > 0 || Number(now) > 0 || trend.some((day) => Number(day) > 0);

/** What happens at the limit, in one sentence. */
function LimitWords({ meter, until }: { meter: CurrentMeter; until: string }) {
  const t = useTranslations("billing.usage");
  const { amount } = useMeterWords();
  const { limit, unit, share } = meter;
  if (!limit) return t("unlimited");
  const at = amount(limit.quantity, unit);
  const refused = amount(Number(limit.quantity) * (1 + Number(limit.gracePercent) / 100), unit);
  if (limit.kind === "soft") return share !== null && share >= 100 ? t("softOver") : t("soft", { at });
  if (Number(meter.used) >= Number(limit.quantity) * (1 + Number(limit.gracePercent) / 100))
    return t("hardOver", { until });
  return share !== null && share >= 100
    ? t("hardGrace", { refused, until })
    : t("hard", { at, refused, until });
}

function MeterRow({ meter, until, tenantId }: { meter: CurrentMeter; until: string; tenantId: string }) {
  const t = useTranslations("billing.usage");
  const format = useFormat();
  const words = useMeterWords();
  const { used, unit, limit, share, trend, now } = meter;
  const name = words.name(meter);
  const most = trend.reduce((max, day) => Math.max(max, Number(day)), 0);
  return (
    <li className="grid gap-x-4 gap-y-1 border-line px-4 py-3 text-13 not-first:border-t sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="flex items-baseline gap-3">
        <span className="min-w-0 font-medium">
          <TextLink href={`/tenants/${tenantId}/billing/usage/${encodeURIComponent(meter.id)}`}>
            {name}
          </TextLink>
        </span>
        <span className="ml-auto whitespace-nowrap text-ink-3 tabular-nums">
          <b className="font-medium text-ink">{words.amount(used, unit)}</b>
          {limit ? ` / ${words.amount(limit.quantity, unit)}` : null}
        </span>
      </div>
      <div className="max-sm:row-start-3 sm:row-span-2 sm:self-center">
        <Sparkline values={trend} label={t("trend", { name, most: words.amount(most, unit) })} />
      </div>
      <div className="min-w-0">
        {limit && share !== null ? (
          <Meter
            value={share / 100}
            label={t("ofLimit", { name, share: format.percent(share / 100) })}
            tone={share >= 100 ? "failed" : "plain"}
            className="mb-1"
          />
        ) : null}
        <p className={share !== null && share >= CLOSE_PERCENT ? "text-12 text-ink-2" : "text-12 text-ink-3"}>
          {share === null ? null : <span className="tabular-nums">{t("share", { share })} </span>}
          <LimitWords meter={meter} until={until} />
          {now === null ? null : (
            <span className="block">{t("average", { now: words.amount(now, unit) })}</span>
          )}
        </p>
      </div>
    </li>
  );
}

/** What is used of everything that is measured in the running period, with its limits. */
export function MetersCard({ tenantId, zone }: { tenantId: string; zone: string }) {
  const t = useTranslations("billing.usage");
  const trpc = useTRPC();
  const format = useFormat();
  const days = useDays(zone);
  const usage = useQuery({
    ...trpc.usage.current.queryOptions({ tenantId }),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const { data } = usage;
  const until = data ? days.day(data.period.to) : "";
  return (
    <Part
      title={t("title")}
      aside={
        data ? (
          <span className="text-12 text-ink-3">
            {t("asOf", { period: days.period(data.period.from, data.period.to), time: format.time(data.at) })}
          </span>
        ) : undefined
      }
      query={usage}
      empty={() => null}
    >
      {({ meters }) => (
        <>
          <ul>
            {meters.filter(counts).map((meter) => (
              <MeterRow key={meter.id} meter={meter} until={until} tenantId={tenantId} />
            ))}
          </ul>
          <RestOfMeters meters={meters.filter((meter) => !counts(meter))} />
        </>
      )}
    </Part>
  );
}

function RestOfMeters({ meters }: { meters: CurrentMeter[] }) {
  const t = useTranslations("billing.usage");
  const { name } = useMeterWords();
  if (meters.length === 0) return null;
  return (
    <p className="border-t border-line px-4 py-2.5 text-12 text-ink-3">
      {t("unused", { meters: meters.map(name).join(", ") })}
    </p>
  );
}
