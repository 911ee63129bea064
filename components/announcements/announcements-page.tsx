"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../format/use-format";
import { EmptyState } from "../patterns/empty-state";
import { ErrorState, errorText } from "../patterns/error-state";
import { StatusMark } from "../patterns/status-mark";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { SettingsFrame, SettingsHead } from "../settings/settings-frame";
import { cellClass, PlainTable, TableSkeleton } from "../settings/table";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import { AnnounceDialog } from "./announce-dialog";

type Announcement = RouterOutputs["announcements"]["list"]["items"][number];

const MARKS = { planned: "queued", shown: "succeeded", ended: "cancelled" } as const;

function AnnouncementRow({ announcement, writes }: { announcement: Announcement; writes: boolean }) {
  const t = useTranslations("announcements");
  const format = useFormat();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { id, text, tone, tenantIds, state, startsAt, endsAt } = announcement;
  const end = useMutation(
    trpc.announcements.end.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queries.invalidateQueries(trpc.announcements.list.queryFilter()),
          queries.invalidateQueries(trpc.announcements.current.queryFilter()),
        ]),
      onError: (error) => notify({ title: t("notEnded"), description: errorText(error), kind: "error" }),
    }),
  );
  return (
    <tr>
      <td className={`${cellClass} min-w-56 whitespace-pre-line`}>
        {text}
        <span className="block text-12 text-ink-3">
          {t(`tones.${tone}`)} · {tenantIds ? t("some", { count: tenantIds.length }) : t("all")}
        </span>
      </td>
      <td className={`${cellClass} whitespace-nowrap`}>
        <StatusMark tone={MARKS[state]}>{t(`state.${state}`)}</StatusMark>
      </td>
      <td className={`${cellClass} whitespace-nowrap text-ink-2`}>
        {endsAt ? t("span", { from: format.day(startsAt), to: format.day(endsAt) }) : format.day(startsAt)}
      </td>
      <td className={`${cellClass} text-right`}>
        {writes && state !== "ended" ? (
          <Button
            size="s"
            aria-label={t("endOf", { text })}
            busy={end.isPending}
            onClick={() => end.mutate({ id })}
          >
            {t("end")}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

function List() {
  const t = useTranslations("announcements");
  const trpc = useTRPC();
  const list = useQuery(trpc.announcements.list.queryOptions());
  const writes = useMay("announcements:write");
  const [open, setOpen] = useState(false);
  const action = writes ? (
    <Button variant="primary" onClick={() => setOpen(true)}>
      {t("announce")}
    </Button>
  ) : undefined;
  const items = list.data?.items;
  const actions = (
    <span key="a" className="sr-only">
      {t("actions")}
    </span>
  );
  return (
    <>
      {items?.length === 0 ? (
        <EmptyState title={t("empty")} action={action} art={false}>
          {t("lead")}
        </EmptyState>
      ) : (
        <SettingsHead title={t("title")} action={action}>
          {t("lead")}
        </SettingsHead>
      )}
      {list.error ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {items?.length ? (
        <PlainTable label={t("title")} heads={[t("what"), t("stateHead"), t("when"), actions]}>
          {items.map((announcement) => (
            <AnnouncementRow key={announcement.id} announcement={announcement} writes={writes} />
          ))}
        </PlainTable>
      ) : items || list.error ? null : (
        <TableSkeleton />
      )}
      <AnnounceDialog open={open} onOpenChange={setOpen} />
    </>
  );
}

/** What people of tenants are told at the top of the portal. */
export function AnnouncementsPage() {
  return (
    <SettingsFrame section="announcements">
      <List />
    </SettingsFrame>
  );
}
