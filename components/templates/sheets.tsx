"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { Card } from "../ui/small";
import type { Version } from "./overview";
import { SheetDrawing } from "./sheet-drawing";
import { textIn } from "./text-in";

/** Each sheet's grid in small, with what stands where. */
export function Sheets({ version }: { version: Version }) {
  const t = useTranslations("templates");
  const words = useTranslations("templates.kind");
  const locale = useLocale();
  const id = useId();
  if (version.sheets.length === 0) return <p className="text-13 text-ink-3">{t("version.none")}</p>;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      {version.sheets.map((sheet) => {
        const title = textIn(sheet.title, locale);
        const counts = new Map<string, number>();
        for (const { kind } of sheet.objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
        return (
          <Card
            key={sheet.sheet}
            id={`${id}${sheet.sheet}`}
            title={title}
            aside={<code className="text-12 text-ink-3">{sheet.sheet}</code>}
            footer={[...counts]
              .map(([kind, count]) => t("objects", { count, kind: words(kind as "bar") }))
              .join(", ")}
          >
            <div className="bg-sunken p-3">
              <SheetDrawing
                titles
                label={t("drawing", { sheet: title })}
                objects={sheet.objects.map(({ kind, at, title: name }) => ({
                  kind,
                  at,
                  title: textIn(name, locale),
                }))}
              />
            </div>
          </Card>
        );
      })}
    </div>
  );
}
