"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ErrorState } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { ReachList } from "./reach-list";
import { SettingsFrame, SettingsHead } from "./settings-frame";
import { TableSkeleton } from "./table";

function Reach({ list }: { list: "hosts" | "folders" }) {
  const t = useTranslations("settings.reach");
  const trpc = useTRPC();
  const reach = useQuery(trpc.settings.reach.queryOptions());
  const writes = useMay("settings:write");
  return (
    <>
      <SettingsHead title={t(`title.${list}`)}>{t(`lead.${list}`)}</SettingsHead>
      {reach.error ? <ErrorState error={reach.error} onRetry={() => reach.refetch()} /> : null}
      {reach.data ? (
        <ReachList
          list={list}
          fixed={reach.data.fixed[list]}
          chosen={reach.data.chosen[list]}
          writes={writes}
        />
      ) : reach.error ? null : (
        <TableSkeleton />
      )}
    </>
  );
}

/** Folders of the portal's machine that connections may read. */
export function FilesPage() {
  return (
    <SettingsFrame section="files">
      <Reach list="folders" />
    </SettingsFrame>
  );
}

/** Hosts inside one's own network that connections may reach. */
export function NetworkPage() {
  return (
    <SettingsFrame section="network">
      <Reach list="hosts" />
    </SettingsFrame>
  );
}
