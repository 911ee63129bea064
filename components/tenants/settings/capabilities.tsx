"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../../format/use-format";
import { ErrorState } from "../../patterns/error-state";
import { StatusMark } from "../../patterns/status-mark";
import { useMay } from "../../providers/me";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { Skeleton } from "../../ui/small";
import { AskDialog } from "./ask-dialog";
import { useCapabilityWords } from "./capability-words";
import { SwitchDialog } from "./switch-dialog";

type Item = RouterOutputs["capabilities"]["list"]["items"][number];

/** What a tenant may use: its plan's, what a higher one adds, and a way to ask for it; operators decide here. */
export function Capabilities({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants.settings.capabilities");
  const words = useCapabilityWords();
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.capabilities.list.queryOptions({ tenantId }));
  return (
    <section id="capabilities" aria-labelledby="capabilities-title" className="border-t border-line pt-5">
      <h2 id="capabilities-title" className="text-16 font-strong tracking-tight">
        {t("title")}
      </h2>
      {data ? (
        <>
          <p className="mt-1 text-13 text-ink-2">{t("lead", { plan: words.plan(data.plan.title) })}</p>
          <ul className="mt-3 rounded-3 border border-line-strong">
            {data.items.map((item) => (
              <Row key={item.capability} tenantId={tenantId} item={item} />
            ))}
          </ul>
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <Skeleton className="mt-3 h-48" />
      )}
    </section>
  );
}

function Row({ tenantId, item }: { tenantId: string; item: Item }) {
  const t = useTranslations("tenants.settings.capabilities");
  const words = useCapabilityWords();
  const format = useFormat();
  const operates = useMay("tenants:update", tenantId);
  const [open, setOpen] = useState(false);
  const { capability, on, byPlan, override, addedBy, asked } = item;
  const name = words.name(capability);
  return (
    <li
      data-capability={capability}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line px-4 py-3 text-13 not-first:border-t"
    >
      <div className="min-w-52 flex-1">
        <p className="font-medium">{name}</p>
        <p className="text-12 text-ink-3">{words.what(capability)}</p>
        {override ? (
          <p className="mt-0.5 text-12 text-ink-2">
            {t(override.on ? "switchedOn" : "switchedOff", { plan: t(byPlan ? "planHas" : "planHasNot") })}
            {override.reason ? ` ${t("because", { reason: override.reason })}` : ""}
          </p>
        ) : null}
        {!on && addedBy.length > 0 && !override ? (
          <p className="mt-0.5 text-12 text-ink-2">{t("addedBy", { plans: words.plans(addedBy) })}</p>
        ) : null}
        {asked ? (
          <p className="mt-0.5 text-12 text-ink-2">
            {t("asked", { day: format.day(asked.at) })}
            {asked.note ? ` ${t("note", { note: asked.note })}` : ""}
          </p>
        ) : null}
      </div>
      <StatusMark tone={on ? "succeeded" : "cancelled"}>{t(on ? "on" : "off")}</StatusMark>
      {operates ? (
        <Button size="s" aria-label={t("changeOf", { name })} onClick={() => setOpen(true)}>
          {t("change")}
        </Button>
      ) : on ? null : (
        <Button
          size="s"
          disabled={asked !== null}
          aria-label={t("askFor", { name })}
          onClick={() => setOpen(true)}
        >
          {t(asked ? "waiting" : "ask")}
        </Button>
      )}
      {open && operates ? (
        <SwitchDialog tenantId={tenantId} item={item} name={name} onClose={() => setOpen(false)} />
      ) : null}
      {open && !operates ? (
        <AskDialog tenantId={tenantId} capability={capability} name={name} onClose={() => setOpen(false)} />
      ) : null}
    </li>
  );
}
