"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ErrorState, errorText } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Card, Skeleton } from "../ui/small";
import { Switch } from "../ui/switch";
import { notify } from "../ui/toast";

type Row = RouterOutputs["notifications"]["switches"][number];
const WAYS = ["portal", "mail"] as const;

/** What the person is told of, in the portal and by mail. */
export function SwitchesCard() {
  const t = useTranslations("notifications.switches");
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.notifications.switches.queryOptions());
  return (
    <Card id="account-notifications" title={t("title")} footer={t("lead")}>
      {error ? <ErrorState error={error} onRetry={() => refetch()} className="m-4" /> : null}
      {data || error ? null : <Skeleton className="m-4 h-10" />}
      {data ? (
        <table className="w-full text-13">
          <thead>
            <tr className="text-12 text-ink-3">
              <th scope="col" className="px-4 py-2 text-left font-regular">
                {t("what")}
              </th>
              {WAYS.map((way) => (
                <th key={way} scope="col" className="w-20 px-2 py-2 text-center font-regular">
                  {t(way)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.map((row) => (
              <SwitchRow key={row.kind} row={row} />
            ))}
          </tbody>
        </table>
      ) : null}
    </Card>
  );
}

function SwitchRow({ row }: { row: Row }) {
  const t = useTranslations("notifications.switches");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const key = trpc.notifications.switches.queryKey();
  const change = useMutation(
    trpc.notifications.change.mutationOptions({
      onMutate: (next) =>
        queries.setQueryData(key, (before) => before?.map((it) => (it.kind === next.kind ? next : it))),
      onError: (error) => notify({ title: t("failed"), description: errorText(error), kind: "error" }),
      onSettled: () => queries.invalidateQueries({ queryKey: key }),
    }),
  );
  const name = t(`kind.${row.kind}`);
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-4 py-2.5 text-left font-regular">
        {name}
      </th>
      {WAYS.map((way) => (
        <td key={way} className="px-2 py-2.5 text-center">
          <Switch
            checked={row[way]}
            aria-label={t("label", { name, way: t(way) })}
            onCheckedChange={(on) => change.mutate({ ...row, [way]: on })}
          />
        </td>
      ))}
    </tr>
  );
}
