"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorState, errorText } from "../patterns/error-state";
import { RelativeTime } from "../patterns/relative-time";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Badge, Card, Skeleton } from "../ui/small";
import { notify } from "../ui/toast";

type Session = RouterOutputs["account"]["sessions"][number];

function useDeviceWords() {
  const t = useTranslations("account.sessions");
  return ({ browser, system }: Session) => {
    if (browser && system) return t("device", { browser, system });
    return browser ?? system ?? t("unknown");
  };
}

/** Where the person is signed in, with a way to end each. */
export function SessionsCard() {
  const t = useTranslations("account.sessions");
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.account.sessions.queryOptions());
  const others = data?.filter((session) => !session.current).length ?? 0;
  return (
    <Card
      id="account-sessions"
      title={t("title")}
      aside={others > 0 ? <EndOthers count={others} /> : undefined}
      footer={t("lead")}
    >
      {error ? <ErrorState error={error} onRetry={() => refetch()} className="m-4" /> : null}
      {data || error ? null : <Skeleton className="m-4 h-10" />}
      <ul>
        {data?.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </Card>
  );
}

function SessionRow({ session }: { session: Session }) {
  const t = useTranslations("account.sessions");
  const device = useDeviceWords()(session);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const end = useMutation(
    trpc.account.endSession.mutationOptions({
      onSuccess: () => notify({ title: t("ended", { device }) }),
      onError: (error) => notify({ title: t("failed"), description: errorText(error), kind: "error" }),
      onSettled: () => queries.invalidateQueries(trpc.account.sessions.queryFilter()),
    }),
  );
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line px-4 py-3 text-13 not-first:border-t">
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {device} {session.current ? <Badge accent>{t("current")}</Badge> : null}
        </p>
        <p className="flex flex-wrap gap-x-3 text-12 text-ink-3">
          {session.ip ? <span className="break-all">{t("address", { address: session.ip })}</span> : null}
          <span>
            {t("since")} <RelativeTime at={session.signedInAt} />
          </span>
          <span>
            {session.lastUsedAt ? (
              <>
                {t("used")} <RelativeTime at={session.lastUsedAt} />
              </>
            ) : (
              t("notUsed")
            )}
          </span>
        </p>
      </div>
      {session.current ? null : (
        <Button
          size="s"
          aria-label={t("endThis", { device })}
          busy={end.isPending}
          onClick={() => end.mutate({ id: session.id })}
        >
          {t("end")}
        </Button>
      )}
    </li>
  );
}

function EndOthers({ count }: { count: number }) {
  const t = useTranslations("account.sessions");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const end = useMutation(
    trpc.account.endOtherSessions.mutationOptions({
      onSuccess: ({ ended }) => notify({ title: t("endedOthers", { count: ended }) }),
      onError: (error) => notify({ title: t("failed"), description: errorText(error), kind: "error" }),
      async onSettled() {
        setOpen(false);
        await queries.invalidateQueries(trpc.account.sessions.queryFilter());
      },
    }),
  );
  return (
    <AlertDialog
      trigger={<Button size="s">{t("endOthers")}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t("endOthersTitle")}
      confirm={t("endOthersNow")}
      cancel={common("cancel")}
      busy={end.isPending}
      onConfirm={() => end.mutate()}
    >
      {t("endOthersText", { count })}
    </AlertDialog>
  );
}
