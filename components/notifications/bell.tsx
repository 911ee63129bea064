"use client";

import { useQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { NotificationList } from "./notification-list";

const LOOK_AGAIN_MS = 120_000;
const MOST_SHOWN = 99;

/** What concerns whoever is signed in: how much of it is unread, and behind it the list, which is read when opened. */
export function Bell({ initial }: { initial: { count: number } }) {
  const t = useTranslations("notifications");
  const trpc = useTRPC();
  const me = useMe();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    ...trpc.notifications.unread.queryOptions(),
    initialData: initial,
    staleTime: LOOK_AGAIN_MS,
    refetchInterval: LOOK_AGAIN_MS,
    refetchOnWindowFocus: true,
    enabled: me.viewer === null,
  });
  // They are the person's own, and nobody's who only views as them.
  if (me.viewer) return null;
  const { count } = data;
  return (
    <Popover
      align="end"
      open={open}
      onOpenChange={setOpen}
      title={t("title")}
      className="w-96 max-w-[calc(100vw-16px)] p-0"
      trigger={
        <Button
          variant="quiet"
          size="s"
          square
          className="relative max-md:size-10"
          aria-label={t("open", { count })}
        >
          <BellIcon />
          {count > 0 ? (
            <span
              aria-hidden="true"
              className="absolute -top-0.5 -right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-11 leading-none font-strong text-on-accent forced-colors:border"
            >
              {count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
            </span>
          ) : null}
        </Button>
      }
    >
      <NotificationList onGo={() => setOpen(false)} />
    </Popover>
  );
}
