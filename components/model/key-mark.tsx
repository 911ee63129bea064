"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { KeySide } from "@/server/platform/model";
import { cn } from "../ui/cn";

/** The mark of a key: filled where every row has a value of its own. Keeps its place where there is none. */
export function KeyMark({ quality }: { quality: KeySide["quality"] | null }) {
  const t = useTranslations("model.quality");
  if (!quality) return <span className="w-3.5 shrink-0" />;
  const look = quality === "any" ? "text-ink-3" : "fill-current text-ink";
  return <KeyRound role="img" aria-label={t(quality)} className={cn("size-3.5 shrink-0", look)} />;
}

/** What the marks of the drawing mean. */
export function Legend({ loosened }: { loosened: boolean }) {
  const t = useTranslations("model.legend");
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-12 text-ink-3 [&_li]:flex [&_li]:items-center [&_li]:gap-1.5 [&_svg]:size-3.5">
      <li>
        <KeyRound aria-hidden="true" className="fill-current text-ink" />
        {t("unique")}
      </li>
      <li>
        <KeyRound aria-hidden="true" />
        {t("any")}
      </li>
      {loosened ? (
        <li>
          <span aria-hidden="true" className="w-5 border-t-2 border-dashed border-warning-mark" />
          {t("loosened")}
        </li>
      ) : null}
      <li>{t("keys")}</li>
    </ul>
  );
}
