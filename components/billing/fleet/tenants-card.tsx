"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../../format/use-format";
import { useTRPCClient } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Part } from "../../tenants/part";
import { planName } from "../../tenants/plan-name";
import { Button } from "../../ui/button";
import { TextLink } from "../../ui/link";
import { FiguresTable, figureClass, wordClass } from "./figures-table";

type Row = RouterOutputs["billing"]["fleetTenants"]["items"][number];

function TenantRow({ row }: { row: Row }) {
  const state = useTranslations("billing.page.state");
  const { money } = useFormat();
  const { tenantId, tenant, plan, currency, margin, cost, soFar, forecast, open } = row;
  const amount = (minor: number | null) => (minor === null ? "–" : money(minor, currency));
  return (
    <tr className="hover:bg-hover">
      <td className={wordClass}>
        <TextLink href={`/tenants/${tenantId}/billing`}>{tenant}</TextLink>
      </td>
      <td className={wordClass}>
        {planName(plan)}
        {row.state === "active" ? null : <span className="text-ink-3"> · {state(row.state)}</span>}
      </td>
      <td className={figureClass}>{amount(soFar)}</td>
      <td className={figureClass}>{amount(forecast)}</td>
      <td className={figureClass}>{amount(open)}</td>
      <td className={figureClass}>{amount(cost)}</td>
      <td className={`${figureClass} ${margin !== null && margin < 0 ? "text-failed-ink" : ""}`}>
        {amount(margin)}
      </td>
    </tr>
  );
}

/** What each tenant brings, owes and costs. */
export function TenantsCard() {
  const t = useTranslations("billing.fleet");
  const client = useTRPCClient();
  // Not tRPC's own infinite query: that adds a `direction`, which no verb knows.
  const pages = useInfiniteQuery({
    queryKey: ["billing.fleetTenants"],
    queryFn: ({ pageParam, signal }) =>
      client.billing.fleetTenants.query({ limit: 50, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const rows = pages.data?.pages.flatMap((page) => page.items);
  return (
    <Part
      title={t("tenants")}
      query={{ data: rows, error: pages.error, refetch: pages.refetch }}
      empty={(all) => (all.length === 0 ? t("noTenants") : null)}
    >
      {(all) => (
        <>
          <FiguresTable
            label={t("tenants")}
            words={[t("tenant"), t("plan")]}
            figures={[t("soFar"), t("forecast"), t("open"), t("cost"), t("margin")]}
          >
            {all.map((row) => (
              <TenantRow key={row.tenantId} row={row} />
            ))}
          </FiguresTable>
          {pages.hasNextPage ? (
            <div className="border-t border-line p-3">
              <Button busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                {t("more")}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Part>
  );
}
