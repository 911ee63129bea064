"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { MAIL_STATES } from "@/db/schema/states";
import { EmptyState } from "../patterns/empty-state";
import { ErrorState } from "../patterns/error-state";
import { Pager } from "../patterns/pager";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Segmented } from "../ui/segmented";
import type { Tone } from "../ui/status-icon";
import { NoMailServer } from "./no-mail-server";
import { type Mail, OutboxMailActions } from "./outbox-mail";
import { SettingsFrame, SettingsHead } from "./settings-frame";
import { cellClass, PlainTable, TableSkeleton } from "./table";

const FILTERS = ["all", ...MAIL_STATES] as const;
const TONES: Record<Mail["state"], Tone> = { waiting: "queued", sent: "succeeded", failed: "failed" };
const KINDS = [
  "invitation",
  "added",
  "password-reset",
  "capability-request",
  "notification",
  "delivery",
  "invoice",
] as const;

function MailRow({ mail, writes }: { mail: Mail; writes: boolean }) {
  const t = useTranslations("settings.outbox");
  const kind = KINDS.find((known) => known === mail.kind);
  return (
    <tr>
      <td className={`${cellClass} min-w-48`}>
        <span className="block font-medium break-all">{mail.recipient}</span>
        <span className="block text-12 text-ink-3">{mail.subject}</span>
      </td>
      <td className={cellClass}>{kind ? t(`kind.${kind}`) : mail.kind}</td>
      <td className={`${cellClass} min-w-40`}>
        <StatusMark tone={TONES[mail.state]}>{t(`state.${mail.state}`)}</StatusMark>
        {mail.error ? <span className="block text-12 text-ink-3">{mail.error}</span> : null}
        {mail.attempts > 0 && mail.state !== "sent" ? (
          <span className="block text-12 text-ink-3">{t("attempts", { count: mail.attempts })}</span>
        ) : null}
      </td>
      <td className={`${cellClass} whitespace-nowrap text-ink-2`}>
        <RelativeTime at={mail.sentAt ?? mail.createdAt} />
      </td>
      <td className={`${cellClass} text-right`}>{writes ? <OutboxMailActions mail={mail} /> : null}</td>
    </tr>
  );
}

function Outbox() {
  const t = useTranslations("settings.outbox");
  const trpc = useTRPC();
  const writes = useMay("settings:write");
  const [{ state, cursor }, set] = useQueryStates(
    { state: parseAsStringLiteral(MAIL_STATES), cursor: parseAsString },
    { history: "replace", scroll: false },
  );
  const list = useQuery({
    ...trpc.mails.list.queryOptions({ ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) }),
    placeholderData: keepPreviousData,
  });
  const { data, error } = list;
  const heads = [
    t("recipient"),
    t("what"),
    t("stateHead"),
    t("when"),
    <span key="a" className="sr-only">
      {t("actionsHead")}
    </span>,
  ];
  if (data?.items.length === 0 && !state && !cursor)
    return (
      <>
        <NoMailServer className="mb-4" />
        <EmptyState title={t("emptyTitle")} art={false}>
          {t("emptyText")}
        </EmptyState>
      </>
    );
  return (
    <>
      <SettingsHead title={t("title")}>{t(writes ? "lead" : "leadReader")}</SettingsHead>
      <NoMailServer className="mb-4" />
      <Segmented
        label={t("stateHead")}
        value={state ?? "all"}
        onValueChange={(value) =>
          void set({ state: MAIL_STATES.find((name) => name === value) ?? null, cursor: null })
        }
        options={FILTERS.map((value) => ({ value, label: t(`filter.${value}`) }))}
        className="mb-3"
      />
      {error ? <ErrorState error={error} onRetry={() => list.refetch()} className="mb-3" /> : null}
      {data ? (
        <>
          <PlainTable label={t("title")} heads={heads}>
            {data.items.map((mail) => (
              <MailRow key={mail.id} mail={mail} writes={writes} />
            ))}
          </PlainTable>
          {data.items.length === 0 ? <p className="px-2.5 py-6 text-13 text-ink-2">{t("nothing")}</p> : null}
          <Pager
            shown={data.items.length}
            cursor={cursor}
            next={data.next}
            onCursor={(next) => void set({ cursor: next })}
          />
        </>
      ) : error ? null : (
        <TableSkeleton />
      )}
    </>
  );
}

/** What waits to be sent, was sent, or was refused by the mail server. */
export function OutboxPage() {
  return (
    <SettingsFrame section="outbox">
      <Outbox />
    </SettingsFrame>
  );
}
