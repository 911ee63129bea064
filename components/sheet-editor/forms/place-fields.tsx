"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "use-intl";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import type { Place } from "../model/layout";
import { useEditor, useSheet } from "../state/editor-context";

const PARTS = ["column", "row", "width", "height"] as const;

/** Where an object stands, as figures and counted from 1, and its turn in the reading order. */
export function PlaceFields({ object }: { object: SheetObject }) {
  const t = useTranslations("sheetEditor.place");
  const { actions, store } = useEditor();
  const sheet = useSheet();
  const at = sheet?.objects.findIndex((o) => o.id === object.id) ?? 0;
  const last = (sheet?.objects.length ?? 1) - 1;

  function put(part: number, shown: number) {
    if (!Number.isInteger(shown)) return;
    const next = object.at.map((cell, i) => (i === part ? shown - (i < 2 ? 1 : 0) : cell)) as Place;
    actions.put(object.id, next);
    store.settle();
  }

  return (
    <div className="grid gap-3">
      <fieldset>
        <legend className="mb-1.5 text-13 font-medium">{t("title")}</legend>
        <div className="grid grid-cols-4 gap-1.5">
          {PARTS.map((part, i) => {
            const shown = (object.at[i] ?? 0) + (i < 2 ? 1 : 0);
            return (
              <Field key={part} label={t(part)}>
                <Input
                  // Typing shows at once what the grid makes of it.
                  key={shown}
                  type="number"
                  defaultValue={shown}
                  onBlur={(e) => Number(e.target.value) !== shown && put(i, Number(e.target.value))}
                  onKeyDown={(e) => {
                    if (e.key === "Enter") put(i, Number(e.currentTarget.value));
                  }}
                />
              </Field>
            );
          })}
        </div>
      </fieldset>
      <div className="flex items-center gap-1.5 text-13">
        <span className="flex-1">{t("order", { at: at + 1, count: last + 1 })}</span>
        <Button
          size="s"
          square
          disabled={at <= 0}
          aria-label={t("earlier")}
          onClick={() => actions.reorder(object.id, -1)}
        >
          <ArrowUp />
        </Button>
        <Button
          size="s"
          square
          disabled={at >= last}
          aria-label={t("later")}
          onClick={() => actions.reorder(object.id, 1)}
        >
          <ArrowDown />
        </Button>
      </div>
    </div>
  );
}
