"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Megaphone, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";

type Told = RouterOutputs["announcements"]["current"];

/** A state's notice warns; what is only news stands beside no state's mark. */
function Line({ warning, action, children }: { warning: boolean; action: ReactNode; children: ReactNode }) {
  if (warning)
    return (
      <Notice tone="warning" action={action}>
        {children}
      </Notice>
    );
  return (
    <div className="flex items-center gap-2.5 rounded-2 bg-sunken px-3 py-2.5 text-13 max-md:flex-wrap forced-colors:border">
      <Megaphone className="size-4 shrink-0 text-ink-3" aria-hidden="true" />
      <div className="min-w-0 flex-1 break-words">{children}</div>
      {action}
    </div>
  );
}

const LOOK_AGAIN_MS = 120_000;

/** What operators tell whoever is signed in, above the page, until they put it away. */
export function Announcements({ initial }: { initial: Told }) {
  const t = useTranslations("announcements");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const key = trpc.announcements.current.queryKey();
  const { data } = useQuery({
    ...trpc.announcements.current.queryOptions(),
    initialData: initial,
    staleTime: LOOK_AGAIN_MS,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const dismiss = useMutation(
    trpc.announcements.dismiss.mutationOptions({
      onMutate: ({ id }) =>
        queries.setQueryData(key, (before) => before?.filter((announcement) => announcement.id !== id)),
      onError: () => queries.invalidateQueries({ queryKey: key }),
    }),
  );
  if (data.length === 0) return null;
  return (
    <section aria-label={t("label")} className="grid gap-2 px-(--gutter) pt-4">
      {data.map(({ id, text, tone, link }) => (
        <Line
          key={id}
          warning={tone === "warning"}
          action={
            <Button
              variant="quiet"
              size="s"
              square
              aria-label={t("dismiss", { text })}
              onClick={() => dismiss.mutate({ id })}
            >
              <X />
            </Button>
          }
        >
          <span className="whitespace-pre-line">{text}</span>{" "}
          {link ? (
            <a href={link} target="_blank" rel="noopener noreferrer" className="font-medium underline">
              {t("more")}
            </a>
          ) : null}
        </Line>
      ))}
    </section>
  );
}
