"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ErrorState, errorText } from "../patterns/error-state";
import { RelativeTime } from "../patterns/relative-time";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { TextLink } from "../ui/link";
import { RouteLink } from "../ui/route-link";
import { Skeleton } from "../ui/small";
import { notify } from "../ui/toast";
import { type Notification, useSentence } from "./sentence";

/** Marks as read at once; where that fails the server's word is asked for again. */
function useRead() {
  const t = useTranslations("notifications");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = trpc.notifications.list.queryKey();
  const unread = trpc.notifications.unread.queryKey();
  return useMutation(
    trpc.notifications.read.mutationOptions({
      onMutate({ id }) {
        const marks = (item: Notification) => (id === undefined || item.id === id) && !item.read;
        const count = queries.getQueryData(list)?.items.filter(marks).length ?? 0;
        queries.setQueryData(list, (before) =>
          before
            ? { items: before.items.map((item) => (marks(item) ? { ...item, read: true } : item)) }
            : before,
        );
        queries.setQueryData(unread, (before) =>
          before ? { count: id === undefined ? 0 : Math.max(0, before.count - count) } : before,
        );
      },
      onError: (error) => notify({ title: t("failed"), description: errorText(error), kind: "error" }),
      onSettled: () => queries.invalidateQueries({ queryKey: unread }),
    }),
  );
}

/** The latest notifications, newest first; unread ones have a dot and say so. */
export function NotificationList({ onGo }: { onGo: () => void }) {
  const t = useTranslations("notifications");
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery({
    ...trpc.notifications.list.queryOptions(),
    staleTime: 0,
    refetchOnMount: "always",
  });
  const read = useRead();
  const some = data?.items.some((item) => !item.read) ?? false;
  return (
    <div>
      <div className="flex min-h-11 items-center gap-2 border-b border-line px-3">
        <b aria-hidden="true" className="flex-1 text-13 font-strong">
          {t("title")}
        </b>
        {some ? (
          <Button variant="quiet" size="s" onClick={() => read.mutate({})}>
            {t("readAll")}
          </Button>
        ) : null}
      </div>
      {error ? <ErrorState error={error} onRetry={() => refetch()} className="m-3" /> : null}
      {data || error ? null : <Waiting />}
      {data?.items.length === 0 ? <p className="px-3 py-6 text-13 text-ink-2">{t("empty")}</p> : null}
      {data && data.items.length > 0 ? (
        <ul className="max-h-[min(28rem,60dvh)] overflow-y-auto">
          {data.items.map((item) => (
            <Item
              key={item.id}
              item={item}
              onRead={() => {
                if (!item.read) read.mutate({ id: item.id });
                if (item.href) onGo();
              }}
            />
          ))}
        </ul>
      ) : null}
      <p className="border-t border-line px-3 py-2 text-12">
        <TextLink href="/account" onClick={onGo}>
          {t("choose")}
        </TextLink>
      </p>
    </div>
  );
}

function Waiting() {
  return (
    <div className="grid gap-3 p-3">
      <Skeleton className="h-9" />
      <Skeleton className="h-9" />
    </div>
  );
}

function Item({ item, onRead }: { item: Notification; onRead: () => void }) {
  const t = useTranslations("notifications");
  const sentence = useSentence()(item);
  const inside = (
    <>
      <span
        aria-hidden="true"
        className={cn("mt-1.5 size-2 shrink-0 rounded-full", item.read ? "bg-transparent" : "bg-accent")}
      />
      <span className="min-w-0 flex-1">
        <span className={cn("block break-words", item.read ? "text-ink-2" : "font-medium text-ink")}>
          {item.read ? null : <span className="sr-only">{t("unread")} </span>}
          {sentence}
        </span>
        {item.params.problem ? (
          <span className="line-clamp-2 break-words text-12 text-ink-2">{item.params.problem}</span>
        ) : null}
        <span className="block text-12 text-ink-3">
          <RelativeTime at={item.createdAt} />
        </span>
      </span>
    </>
  );
  return (
    <li className="border-line not-first:border-t">
      <Target item={item} onRead={onRead}>
        {inside}
      </Target>
    </li>
  );
}

const target = "flex w-full gap-2.5 px-3 py-2.5 text-left text-13 hover:bg-hover -outline-offset-2";

/** Leads to what it is about; what leads nowhere is only marked as read. */
function Target({ item, onRead, children }: { item: Notification; onRead: () => void; children: ReactNode }) {
  if (!item.href)
    return (
      <button type="button" className={target} onClick={onRead}>
        {children}
      </button>
    );
  return (
    <RouteLink href={item.href} className={target} onClick={onRead}>
      {children}
    </RouteLink>
  );
}
