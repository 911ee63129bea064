"use client";

import { useTranslations } from "next-intl";
import { ShownOnce } from "../settings/shown-once";

/** Where no mail server is set: the link of an invitation, to be handed over by whoever invited. */
export function LinkOnce({
  made,
  onDone,
}: {
  made: { email: string; link: string } | null;
  onDone: () => void;
}) {
  const t = useTranslations("people.link");
  return (
    <ShownOnce
      title={t("title", { email: made?.email ?? "" })}
      text={t("text")}
      secret={made?.link ?? null}
      onDone={onDone}
    />
  );
}
