"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../format/use-format";
import { EmptyState } from "../patterns/empty-state";
import { ErrorState, errorText } from "../patterns/error-state";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import { KeyCreate, type MadeKey } from "./key-create";
import { SettingsFrame, SettingsHead } from "./settings-frame";
import { ShownOnce } from "./shown-once";
import { cellClass, PlainTable, TableSkeleton } from "./table";

type ApiKey = RouterOutputs["apiKeys"]["list"]["items"][number];

const MOST = 200;
const SHOWN_SCOPES = 3;

function KeyState({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("settings.keys");
  const format = useFormat();
  const { revokedAt, expiresAt } = apiKey;
  if (revokedAt) return <StatusMark tone="cancelled">{t("state.revoked")}</StatusMark>;
  if (expiresAt && expiresAt <= new Date())
    return <StatusMark tone="cancelled">{t("state.expired")}</StatusMark>;
  return (
    <StatusMark tone="succeeded">
      {expiresAt ? t("state.until", { day: format.day(expiresAt) }) : t("state.active")}
    </StatusMark>
  );
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("settings.keys");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const { id, name } = apiKey;
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      async onSuccess() {
        setOpen(false);
        await queries.invalidateQueries(trpc.apiKeys.list.queryFilter());
        notify({ title: t("revoked", { name }) });
      },
      onError: (error) =>
        notify({ title: t("notRevoked", { name }), description: errorText(error), kind: "error" }),
    }),
  );
  return (
    <AlertDialog
      trigger={
        <Button variant="danger" size="s" aria-label={t("revokeOf", { name })}>
          {t("revoke")}
        </Button>
      }
      open={open}
      onOpenChange={setOpen}
      title={t("revokeTitle", { name })}
      confirm={t("revokeNow")}
      cancel={common("cancel")}
      danger
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate({ id })}
    >
      {t("revokeText")}
    </AlertDialog>
  );
}

function KeyRow({ apiKey, writes }: { apiKey: ApiKey; writes: boolean }) {
  const t = useTranslations("settings.keys");
  const { scopes, tenantId } = apiKey;
  const more = scopes.length - SHOWN_SCOPES;
  return (
    <tr>
      <td className={cellClass}>
        <span className="block font-medium">{apiKey.name}</span>
        <span className="block font-mono text-12 text-ink-3">{t("hint", { hint: apiKey.hint })}</span>
      </td>
      <td className={cellClass} title={scopes.join(", ")}>
        <span className="font-mono text-12">{scopes.slice(0, SHOWN_SCOPES).join(", ")}</span>
        <span className="block text-12 text-ink-3">
          {[more > 0 ? t("more", { count: more }) : null, tenantId ? t("oneTenant", { tenantId }) : null]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </td>
      <td className={cellClass}>
        <KeyState apiKey={apiKey} />
      </td>
      <td className={`${cellClass} whitespace-nowrap text-ink-2`}>
        {apiKey.lastUsedAt ? <RelativeTime at={apiKey.lastUsedAt} /> : t("never")}
      </td>
      <td className={`${cellClass} text-right`}>
        {writes && !apiKey.revokedAt ? <Revoke apiKey={apiKey} /> : null}
      </td>
    </tr>
  );
}

function Keys({ onMade }: { onMade: (key: MadeKey) => void }) {
  const t = useTranslations("settings.keys");
  const trpc = useTRPC();
  const list = useQuery(trpc.apiKeys.list.queryOptions({ limit: MOST }));
  const writes = useMay("api-keys:write");
  const keys = list.data?.items.toReversed();
  if (keys?.length === 0)
    return (
      <EmptyState title={t("empty")} action={writes ? <KeyCreate onMade={onMade} /> : undefined} art={false}>
        {t("lead")}
      </EmptyState>
    );
  return (
    <>
      <SettingsHead title={t("title")} action={writes ? <KeyCreate onMade={onMade} /> : undefined}>
        {t("lead")}
      </SettingsHead>
      {list.error ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {keys ? (
        <PlainTable
          label={t("title")}
          heads={[
            t("key"),
            t("may"),
            t("stateHead"),
            t("lastUsed"),
            <span key="a" className="sr-only">
              {t("actions")}
            </span>,
          ]}
        >
          {keys.map((apiKey) => (
            <KeyRow key={apiKey.id} apiKey={apiKey} writes={writes} />
          ))}
        </PlainTable>
      ) : list.error ? null : (
        <TableSkeleton />
      )}
      {list.data?.next ? <p className="mt-2 text-12 text-ink-3">{t("most", { count: MOST })}</p> : null}
    </>
  );
}

/** Keys for programs that drive the API. */
export function KeysPage() {
  const t = useTranslations("settings.keys");
  const [made, setMade] = useState<MadeKey | null>(null);
  return (
    <SettingsFrame section="keys">
      <Keys onMade={setMade} />
      <ShownOnce
        title={t("madeTitle", { name: made?.name ?? "" })}
        text={t("madeText")}
        secret={made?.key ?? null}
        onDone={() => setMade(null)}
      />
    </SettingsFrame>
  );
}
