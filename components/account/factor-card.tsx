"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { ErrorState } from "../patterns/error-state";
import { StatusMark } from "../patterns/status-mark";
import { useTRPC } from "../providers/trpc";
import { ButtonLink } from "../ui/button";
import { Card, Skeleton } from "../ui/small";
import { RenewCodes } from "./renew-codes";
import { TurnOffFactor } from "./turn-off-factor";

/** Whether the second factor is on, and what can be done about it. */
export function FactorCard() {
  const t = useTranslations("account.factor");
  const format = useFormat();
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.account.secondFactor.queryOptions());
  const setUp = data && !data.on;
  return (
    <Card
      id="account-factor"
      title={t("title")}
      aside={
        setUp ? (
          <ButtonLink href="/second-factor" variant="primary">
            {t("setUp")}
          </ButtonLink>
        ) : undefined
      }
    >
      <div className="px-4 py-3 text-13 text-ink-2">
        {error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
        {data ? null : error ? null : <Skeleton className="h-4 w-64" />}
        {setUp ? <p>{t("off")}</p> : null}
        {data?.on && data.since ? (
          <>
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <StatusMark tone="succeeded">{t("on", { since: format.day(data.since) })}</StatusMark>
              <span>{t("left", { count: data.recoveryLeft })}</span>
            </p>
            {data.required ? <p className="mt-1">{t("required")}</p> : null}
            <div className="mt-3 flex flex-wrap gap-2">
              <RenewCodes />
              <TurnOffFactor required={data.required} />
            </div>
          </>
        ) : null}
      </div>
    </Card>
  );
}
