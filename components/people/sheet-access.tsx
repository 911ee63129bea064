"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { ErrorState, errorText } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { textIn } from "../templates/text-in";
import { Skeleton } from "../ui/small";
import { notify } from "../ui/toast";
import { GrantRow } from "./grant-row";

/** Which groups see which of an app's base sheets. */
export function SheetAccess({ app, tenantId }: { app: string; tenantId: string }) {
  const t = useTranslations("people.grants");
  const locale = useLocale();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const writes = useMay("members:write", tenantId);
  const sheets = useQuery(trpc.members.sheetGrants.queryOptions({ appId: app }));
  const groups = useQuery(trpc.members.groupList.queryOptions({ tenantId }));
  const save = useMutation(
    trpc.members.setSheetGrants.mutationOptions({
      async onSuccess() {
        notify({ title: t("saved") });
        await queries.invalidateQueries(trpc.members.pathFilter());
      },
    }),
  );
  const error = sheets.error ?? groups.error;
  if (sheets.data?.length === 0) return null;
  return (
    <section aria-label={t("sheets")} className="mt-8 max-w-[48rem]">
      <h2 className="text-16 font-strong tracking-tight">{t("sheets")}</h2>
      <p className="mt-0.5 mb-3 text-13 text-ink-2">{t("sheetsLead")}</p>
      {sheets.data && groups.data ? (
        <ul>
          {sheets.data.map(({ sheet, title, groups: granted }) => (
            <GrantRow
              key={sheet}
              name={textIn(title, locale) || sheet}
              granted={granted}
              groups={groups.data}
              save={
                writes
                  ? {
                      ...save,
                      problem: save.error ? errorText(save.error) : null,
                      mutate: (chosen, on) => save.mutate({ appId: app, sheet, groups: chosen }, on),
                    }
                  : null
              }
            />
          ))}
        </ul>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([sheets.refetch(), groups.refetch()])} />
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </section>
  );
}
