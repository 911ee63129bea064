"use client";

import { useMutation } from "@tanstack/react-query";
import { Eye, PencilLine } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useFormat } from "../format/use-format";
import { useNow } from "../format/use-now";
import { errorText, publicError } from "../patterns/error-state";
import { type Me, useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Badge } from "../ui/small";
import { notify } from "../ui/toast";
import { minutesLeft } from "./minutes-left";
import { RaiseDialog } from "./raise-dialog";

type Viewer = NonNullable<Me["viewer"]>;

/** How long the view goes on; at its end it is ended, also where this clock and the portal's differ. */
function TimeLeft({ until, onOver }: { until: Date; onOver: () => void }) {
  const t = useTranslations("viewing");
  const format = useFormat();
  const now = useNow(1000);
  const over = now >= until;
  const told = useRef(false);
  useEffect(() => {
    if (!over || told.current) return;
    told.current = true;
    onOver();
  }, [over, onOver]);
  return (
    <time
      dateTime={until.toISOString()}
      title={t("until", { time: format.time(until) })}
      className="whitespace-nowrap tabular-nums"
      suppressHydrationWarning
    >
      {t("left", { time: minutesLeft(until, now) })}
    </time>
  );
}

function useEnd({ tenantId }: Viewer) {
  const t = useTranslations("viewing");
  const trpc = useTRPC();
  const leave = () => window.location.assign(`/tenants/${tenantId}/people`);
  return useMutation(
    trpc.viewing.end.mutationOptions({
      onSuccess: leave,
      onError(error) {
        if (publicError(error).code === "viewing.changed") leave();
        else notify({ title: t("failed"), description: errorText(error), kind: "error" });
      },
    }),
  );
}

function Bar({ viewer, member }: { viewer: Viewer; member: string }) {
  const t = useTranslations("viewing");
  const end = useEnd(viewer);
  const [asking, setAsking] = useState(false);
  const { raised, mayRaise, until, name: operator } = viewer;
  const b = (words: React.ReactNode) => <b className="font-strong">{words}</b>;
  return (
    <section
      data-view-bar
      data-tone="warning"
      aria-label={t("bar")}
      className="fixed inset-x-0 bottom-0 z-(--z-impersonation) flex h-(--view-bar) flex-wrap content-center items-center gap-x-3 gap-y-1 border-t border-line-strong bg-tone-soft px-(--gutter) text-13"
    >
      {raised ? (
        <PencilLine aria-hidden="true" className="size-4 shrink-0 text-tone-ink" />
      ) : (
        <Eye aria-hidden="true" className="size-4 shrink-0 text-tone-ink" />
      )}
      <span className="min-w-0 truncate">{t.rich("names", { operator, member, b })}</span>
      <Badge>{t(raised ? "raised" : "readOnly")}</Badge>
      <span className="text-ink-2">
        <TimeLeft until={until} onOver={end.mutate} />
      </span>
      <span className="flex flex-1 justify-end gap-2 max-md:basis-full max-md:justify-start">
        {mayRaise && !raised ? (
          <Button size="s" onClick={() => setAsking(true)}>
            {t("raise")}
          </Button>
        ) : null}
        <Button size="s" variant="primary" busy={end.isPending} onClick={() => end.mutate()}>
          {t("end")}
        </Button>
      </span>
      {asking ? <RaiseDialog name={member} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

/** On every page while an operator sees the portal as a member: who as whom, how far, how long, and the way out. */
export function ViewBar() {
  const { viewer, name } = useMe();
  return viewer ? <Bar viewer={viewer} member={name} /> : null;
}
