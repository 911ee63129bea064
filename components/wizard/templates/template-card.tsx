"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "../../ui/checkbox";
import { cn } from "../../ui/cn";
import { Badge } from "../../ui/small";
import { titleIn } from "../title-in";
import type { Offered } from "../types";
import { SheetDrawing } from "./sheet-drawing";

/** A template to choose: what it is sold as, what it answers, how its first sheet is laid out. */
export function TemplateCard({
  template,
  chosen,
  onChange,
}: {
  template: Offered;
  chosen: boolean;
  onChange: (chosen: boolean) => void;
}) {
  const t = useTranslations("drafts.templates");
  const locale = useLocale();
  const id = useId();
  const { manifest, sheets, version } = template;
  const [first] = sheets;
  return (
    <li
      className={cn(
        "relative flex min-w-0 flex-col rounded-3 border border-line-strong bg-surface p-4 text-13 hover:bg-hover",
        chosen && "border-accent bg-accent-soft ring-1 ring-accent hover:bg-accent-soft",
      )}
    >
      <div className="flex items-start gap-2.5">
        <Checkbox
          checked={chosen}
          onCheckedChange={(next) => onChange(next === true)}
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-about`}
          className="static mt-1 before:inset-0"
        />
        <div className="min-w-0 flex-1">
          <h2 id={`${id}-title`} className="text-16 font-strong tracking-tight">
            {titleIn(manifest.title, locale)}
          </h2>
          <p className="flex flex-wrap gap-1.5 text-12 text-ink-3">
            <span>{manifest.module}</span>
            <Badge>{version}</Badge>
          </p>
        </div>
      </div>
      <p id={`${id}-about`} className="mt-2 text-ink-2">
        {titleIn(manifest.description, locale)}
      </p>
      {manifest.questions.length > 0 ? (
        <ul className="mt-2 grid gap-1 text-12 text-ink-2">
          {manifest.questions.slice(0, 3).map((question) => (
            <li key={titleIn(question, "en")} className="flex gap-1.5">
              <span aria-hidden="true">–</span>
              {titleIn(question, locale)}
            </li>
          ))}
        </ul>
      ) : null}
      {first ? (
        <div className="mt-3 overflow-hidden rounded-2 border border-line bg-sunken p-1.5">
          <SheetDrawing objects={first.objects} />
        </div>
      ) : null}
      <p className="mt-auto pt-2 text-12 text-ink-3">
        {t("holds", {
          sheets: sheets.length,
          tables: manifest.tables.length,
          slots: manifest.connections.length,
        })}
      </p>
    </li>
  );
}
