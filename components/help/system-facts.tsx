"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Notice } from "../patterns/notice";
import { StatusMark } from "../patterns/status-mark";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { Skeleton } from "../ui/small";

interface Health {
  live: boolean;
  ready: boolean;
  doing: string | null;
  reasons: string[];
}

const LOOK_AGAIN_MS = 15_000;

function useHealth() {
  return useQuery({
    queryKey: ["health"],
    refetchInterval: LOOK_AGAIN_MS,
    async queryFn() {
      const response = await fetch("/api/health");
      return (await response.json()) as Health;
    },
  });
}

/** Version and health of this installation, and what deserves an operator's attention. */
export function SystemFacts({ version, node }: { version: string; node: string }) {
  const t = useTranslations("help.system");
  const { data: health, error } = useHealth();
  return (
    <>
      <TitleBlock className="mb-3 max-w-[46rem]">
        <TitleCell label={t("version")}>{version}</TitleCell>
        <TitleCell label={t("health")}>
          {health ? (
            <StatusMark tone={health.ready ? "succeeded" : "warning"}>
              {t(health.ready ? "ready" : "notReady")}
            </StatusMark>
          ) : error ? (
            <StatusMark tone="failed">{t("noAnswer")}</StatusMark>
          ) : (
            <Skeleton className="h-4 w-16" />
          )}
        </TitleCell>
        <TitleCell label={t("doing")}>{health?.doing ?? t("nothing")}</TitleCell>
        <TitleCell label={t("node")}>{node}</TitleCell>
      </TitleBlock>
      {health?.reasons.map((reason) => (
        <Notice key={reason} tone="warning" className="mb-2 max-w-[46rem]">
          {reason}
        </Notice>
      ))}
    </>
  );
}
