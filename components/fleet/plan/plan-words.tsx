"use client";

import { useTranslations } from "next-intl";
import { TENANT_STATES } from "@/db/schema/states";
import { useFormat } from "../../format/use-format";
import { StatusMark } from "../../patterns/status-mark";
import type { RouterOutputs } from "../../providers/types";

export type PlanRow = RouterOutputs["fleet"]["planPreview"]["rows"][number];
type Problem = NonNullable<PlanRow["problem"]>;

const METERS = ["rows", "apps", "members", "storage"] as const;

/** What is used against what the plan allows, in the reader's numbers. */
function useExceeded() {
  const t = useTranslations("fleet.plan");
  const format = useFormat();
  return ({ exceeded = [] }: Problem) =>
    exceeded
      .map(({ key, used, limit }) => {
        const meter = METERS.find((known) => known === key);
        const shown = meter === "storage" ? format.bytes : format.count;
        return t("exceeded", {
          meter: meter ? t(`meter.${meter}`) : key,
          used: shown(used),
          limit: shown(limit),
        });
      })
      .join(", ");
}

/** Whether a tenant can have the plan; else why not, and what to do. */
export function PlanWhat({ row }: { row: PlanRow }) {
  const t = useTranslations("fleet.plan");
  const states = useTranslations("tenants.state");
  const exceeded = useExceeded();
  const { problem, effect } = row;
  if (!problem)
    return (
      <>
        <StatusMark tone="succeeded">{t("fits")}</StatusMark>
        {effect ? null : <p className="mt-0.5 text-12 text-ink-2">{t("free")}</p>}
      </>
    );
  const state = TENANT_STATES.find((known) => known === problem.params.state);
  return (
    <>
      <StatusMark tone={problem.code === "has" ? "queued" : "failed"}>
        {t(`why.${problem.code}`, { state: state ? states(state) : "" })}
      </StatusMark>
      <p className="mt-0.5 text-12 text-ink-2">
        {t(`advice.${problem.code}`, { parts: problem.code === "limits" ? exceeded(problem) : "" })}
      </p>
    </>
  );
}

/** What it costs at once and from then on, by the subscription. */
export function PlanPrice({ effect }: { effect: PlanRow["effect"] }) {
  const t = useTranslations("fleet.plan");
  const common = useTranslations("common");
  const format = useFormat();
  if (!effect) return common("none");
  const { now, next, currency, from } = effect;
  const amount = format.money(Math.abs(now), currency);
  return (
    <>
      <span className="block font-medium">
        {now > 0 ? t("pays", { amount }) : now < 0 ? t("gets", { amount }) : t("nothing")}
      </span>
      <span className="block text-12 text-ink-2">
        {t("from", { day: format.day(from) })}, {t("next", { amount: format.money(next, currency) })}
      </span>
    </>
  );
}
