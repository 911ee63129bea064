"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { RouterOutputs } from "../providers/types";
import { Badge } from "../ui/small";
import { SheetDrawing } from "./sheet-drawing";
import { textIn } from "./text-in";

export type Card = RouterOutputs["templates"]["catalogue"][number];

/** A template in the catalogue: its first sheet in small, what it answers, who uses it. */
export function TemplateCard({ card }: { card: Card }) {
  const t = useTranslations("templates");
  const locale = useLocale();
  const title = textIn(card.title, locale);
  const [sheet] = card.sheets;
  return (
    <li className="relative flex min-w-0 flex-col rounded-3 border border-line-strong bg-surface focus-within:border-line-input hover:bg-hover">
      <div className="h-36 overflow-hidden border-b border-line bg-sunken p-3">
        {sheet ? (
          <SheetDrawing
            objects={sheet.objects}
            label={t("drawing", { sheet: textIn(sheet.title, locale) })}
          />
        ) : null}
      </div>
      <div className="flex min-w-0 flex-1 flex-col gap-1 px-4 py-3 text-13">
        <p className="text-12 text-ink-3">{card.module}</p>
        <div className="flex items-baseline gap-2">
          <h2 className="min-w-0 truncate text-14 font-strong">
            <Link
              href={`/templates/${card.id}/${card.latestVersion}`}
              className="after:absolute after:inset-0"
              prefetch={false}
            >
              {title}
            </Link>
          </h2>
          <Badge className="ml-auto">{card.latestVersion}</Badge>
        </div>
        <p className="line-clamp-2 text-ink-2">
          {textIn(card.description, locale) || textIn(card.questions[0], locale)}
        </p>
        <p className="mt-auto pt-1.5 text-12 text-ink-3">
          {t("card", { sheets: card.sheets.length, measures: card.measures, apps: card.apps })}
        </p>
      </div>
    </li>
  );
}
