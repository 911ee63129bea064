"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { useFormat } from "../format/use-format";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import type { RouterOutputs } from "../providers/types";
import { Message } from "../runs/failure";
import { ButtonLink } from "../ui/button";
import { Card } from "../ui/small";
import type { Tone } from "../ui/status-icon";

type Need = RouterOutputs["home"]["get"]["needs"][number];

const TONES: Record<Need["kind"], Tone> = {
  run: "failed",
  tenant: "failed",
  connection: "failed",
  "api-key": "warning",
  draft: "queued",
};

function addressOf({ kind, id, tenantId }: Need): string {
  if (kind === "connection") return `/connections/${id}`;
  if (kind === "api-key") return "/settings/api-keys";
  if (kind === "draft") return `/tenants/new/${id}`;
  return kind === "tenant" && id === tenantId ? `/tenants/${id}` : `/runs/${id}`;
}

function NeedRow({ need }: { need: Need }) {
  const t = useTranslations("home.needs");
  const format = useFormat();
  const action = t(`action.${need.kind}`);
  const reason =
    need.kind === "api-key"
      ? t("expires", { date: format.day(need.at) })
      : (need.reason ?? (need.kind === "draft" ? t("draft") : null));
  return (
    <li className="flex min-h-14 items-center gap-x-4 gap-y-1 border-line px-4 py-2 text-13 not-first:border-t max-md:flex-wrap">
      <div className="min-w-0 flex-1 max-md:basis-full">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2.5">
          <StatusMark tone={TONES[need.kind]}>{t(`kind.${need.kind}`)}</StatusMark>
          <b className="min-w-0 truncate font-medium">{need.title}</b>
          {need.tenant && need.tenant !== need.title ? (
            <span className="truncate text-ink-3">{need.tenant}</span>
          ) : null}
        </p>
        {reason ? (
          <p className="line-clamp-2 pl-5 text-12 leading-4 text-ink-2">
            <Message text={reason} />
          </p>
        ) : null}
      </div>
      {need.kind === "api-key" ? null : (
        <span className="shrink-0 text-12 text-ink-3 max-md:pl-5">
          <RelativeTime at={need.at} />
        </span>
      )}
      <ButtonLink
        size="s"
        href={addressOf(need)}
        aria-label={t("actionOf", { action, title: need.title })}
        className="max-md:ml-auto"
      >
        {action}
      </ButtonLink>
    </li>
  );
}

/** What waits for the person who looks, worst first, each with its one action. */
export function Needs({ needs }: { needs: Need[] }) {
  const t = useTranslations("home.needs");
  const id = useId();
  return (
    <Card id={id} title={t("title")}>
      {needs.length === 0 ? (
        <p className="px-4 py-3.5 text-13 text-ink-3">{t("none")}</p>
      ) : (
        <ul>
          {needs.map((need) => (
            <NeedRow key={`${need.kind}:${need.id}`} need={need} />
          ))}
        </ul>
      )}
    </Card>
  );
}
