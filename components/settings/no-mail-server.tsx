"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { TextLink } from "../ui/link";

/** Says that nothing leaves the portal while no mail server is set, and what happens instead. */
export function NoMailServer({ link = true, className }: { link?: boolean; className?: string }) {
  const t = useTranslations("settings.outbox");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.settings.mail.queryOptions());
  if (data !== null) return null;
  return (
    <Notice tone="queued" className={className}>
      {t("noServer")} {link ? <TextLink href="/settings/mail">{t("setServer")}</TextLink> : null}
    </Notice>
  );
}
