"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import type { RouterOutputs } from "../providers/types";
import { TextLink } from "../ui/link";
import { StateBar } from "./state-bar";

type Fleet = RouterOutputs["home"]["get"]["fleet"];

/** The fleet in one block: how many, how fresh, how the last day went. */
export function FleetFacts({ fleet }: { fleet: Fleet }) {
  const t = useTranslations("home.facts");
  const format = useFormat();
  const { reloads, running, states, total } = fleet;
  const failed = states.failed ?? 0;
  return (
    <div className="mb-6">
      <TitleBlock className="mb-0 rounded-b-none">
        <TitleCell label={t("tenants")} remark={t("attention", { count: failed })}>
          <TextLink href="/tenants" className="min-w-0 text-ink">
            {format.count(total)}
          </TextLink>
        </TitleCell>
        {reloads ? (
          <>
            <TitleCell
              label={t("reloads")}
              remark={
                reloads.failed > 0 ? (
                  <TextLink href="/reloads?state=failed" className="my-0 py-0 font-regular text-failed-ink">
                    {t("failed", { count: reloads.failed })}
                  </TextLink>
                ) : (
                  t("failed", { count: 0 })
                )
              }
            >
              {reloads.capped
                ? t("atLeast", { count: format.count(reloads.total) })
                : format.count(reloads.total)}
            </TitleCell>
            <TitleCell
              label={t("fresh")}
              remark={t("freshOf", { total: format.count(total - (states.draft ?? 0)) })}
            >
              {format.count(reloads.fresh)}
            </TitleCell>
            <TitleCell label={t("age")}>
              {reloads.medianAgeMs === null ? t("noAge") : format.span(reloads.medianAgeMs)}
            </TitleCell>
          </>
        ) : null}
        {running === null ? null : (
          <TitleCell label={t("running")}>
            {running > 0 ? (
              <TextLink href="/runs?state=running" className="text-running-ink">
                {t("runs", { count: running })}
              </TextLink>
            ) : (
              t("runs", { count: 0 })
            )}
          </TitleCell>
        )}
      </TitleBlock>
      <StateBar states={states} />
    </div>
  );
}
