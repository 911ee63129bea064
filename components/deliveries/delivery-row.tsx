"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pause, Play, Send, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useSaid } from "../errors/error-words";
import { useFormat } from "../format/use-format";
import { errorText } from "../patterns/error-state";
import { StatusMark } from "../patterns/status-mark";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { TextLink } from "../ui/link";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { notify } from "../ui/toast";
import { type Delivery, useWhen } from "./use-when";

/** One sheet that is sent: when, whether it goes well, and what can be done about it. */
export function DeliveryRow({ delivery, person }: { delivery: Delivery; person?: ReactNode }) {
  const t = useTranslations("deliveries");
  const format = useFormat();
  const when = useWhen()(delivery);
  const said = useSaid();
  const operator = useMay("settings:write");
  const { app, tenantId, sheet, sheetTitle, paused, error, lastSentAt, nextAt, selected } = delivery;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line px-4 py-3 text-13 not-first:border-t">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium break-words">
          <TextLink href={`/tenants/${tenantId}/apps/${app.id}?sheet=${encodeURIComponent(sheet)}`}>
            {sheetTitle}
          </TextLink>{" "}
          <span className="font-regular text-ink-3">{app.title}</span>
        </p>
        {person ? <p className="break-words text-12 text-ink-2">{person}</p> : null}
        <p className="flex flex-wrap gap-x-3 text-12 text-ink-3">
          <span>{when}</span>
          {selected > 0 ? <span>{t("withSelections", { count: selected })}</span> : null}
          <span>{lastSentAt ? t("last", { at: format.day(lastSentAt) }) : t("never")}</span>
          {nextAt ? <span>{t("next", { at: format.day(nextAt) })}</span> : null}
        </p>
        {delivery.waits ? (
          <p className="mt-1 max-w-[38rem] text-12 text-warning-ink">
            {t("waits")}{" "}
            {operator ? <TextLink href="/settings/mail">{t("setServer")}</TextLink> : t("askForServer")}
          </p>
        ) : null}
        {error ? (
          <p className="mt-1 break-words text-12 text-failed-ink">
            {t("error", { error: said(error).message })}
          </p>
        ) : null}
      </div>
      {paused ? (
        <StatusMark tone={paused === "failures" ? "failed" : "queued"}>{t(`paused.${paused}`)}</StatusMark>
      ) : null}
      <DeliveryMenu delivery={delivery} own={person === undefined} />
    </li>
  );
}

function DeliveryMenu({ delivery: { id, sheetTitle, state }, own }: { delivery: Delivery; own: boolean }) {
  const t = useTranslations("deliveries");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const options = (said: string) => ({
    onSuccess: () => notify({ title: said }),
    onError: (error: unknown) => notify({ title: t("failed"), description: errorText(error), kind: "error" }),
    onSettled: () => queries.invalidateQueries(trpc.deliveries.pathFilter()),
  });
  const sheet = sheetTitle;
  const active = state === "active";
  const send = useMutation(trpc.deliveries.sendNow.mutationOptions(options(t("sent", { sheet }))));
  const pause = useMutation(
    trpc.deliveries.pause.mutationOptions(options(t(active ? "pausedNow" : "resumed", { sheet }))),
  );
  const remove = useMutation(trpc.deliveries.remove.mutationOptions(options(t("removed", { sheet }))));
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="quiet" size="s" square aria-label={t("actions", { sheet })}>
          <Ellipsis />
        </Button>
      }
    >
      {own && active ? (
        <MenuItem onClick={() => send.mutate({ id })}>
          <Send />
          {t("sendNow")}
        </MenuItem>
      ) : null}
      <MenuItem onClick={() => pause.mutate({ id, paused: active })}>
        {active ? <Pause /> : <Play />}
        {t(active ? "pause" : "resume")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem onClick={() => remove.mutate({ id })}>
        <Trash2 />
        {t("remove")}
      </MenuItem>
    </Menu>
  );
}
