"use client";

import { Plus, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { sheetMeasure } from "@/server/templates/sheet-edit/schemas";
import type { Sheet } from "@/server/templates/sheet-schema";
import { Button } from "../../ui/button";
import { type Control, controlOf } from "../model/controls";
import { freeId, withSheet } from "../model/draft";
import { type Problem, writeSheet } from "../model/properties";
import { useEditor, useSheet } from "../state/editor-context";
import { useText } from "../use-words";
import { ControlInput } from "./control-input";
import { ProblemsProvider, useFormatWords } from "./form-context";

type Key = "title" | "description" | "pinned" | "show";

const CONTROLS: Record<Key, Control> = {
  title: { kind: "text" },
  description: { kind: "text" },
  pinned: { kind: "list", item: { kind: "field" }, min: 0, max: 6 },
  show: { kind: "expression" },
};
const MEASURE = controlOf(sheetMeasure);

/** What belongs to the sheet itself, while no object is chosen. */
export function SheetPanel() {
  const t = useTranslations("sheetEditor");
  const { actions } = useEditor();
  const sheet = useSheet();
  if (!sheet) return null;
  return (
    <div className="grid gap-4">
      <div>
        <h3 className="text-14 font-strong">{t("sheetPanel.title")}</h3>
        <p className="text-12 text-ink-3">{t("sheetPanel.hint", { id: sheet.sheet })}</p>
      </div>
      {(Object.keys(CONTROLS) as Key[]).map((key) => (
        <SheetField
          key={`${sheet.sheet} ${key}`}
          sheet={sheet}
          name={key}
          control={CONTROLS[key]}
          value={sheet[key]}
          write={(value) => ({ [key]: value })}
        />
      ))}
      <Measures sheet={sheet} />
      <Button size="s" className="justify-self-start" onClick={() => actions.orderByPlace()}>
        {t("sheetPanel.order")}
      </Button>
    </div>
  );
}

/** A property of the sheet; what the format refuses stays in the form with its reason. */
function SheetField({
  sheet,
  name,
  control,
  value,
  write,
  label,
}: {
  sheet: Sheet;
  name: string;
  control: Control;
  value: unknown;
  write(value: unknown): Partial<Sheet>;
  label?: string;
}) {
  const { store } = useEditor();
  const words = useFormatWords();
  const text = useText();
  const [pending, setPending] = useState<{ value: unknown; problems: Problem[] } | null>(null);
  const written = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change from outside ends what was pending
  useEffect(() => setPending(null), [written]);

  function change(next: unknown) {
    const done = writeSheet(store.sheet ?? sheet, write(next));
    if ("problems" in done) {
      const problems = done.problems.map((p) => ({
        ...p,
        path: p.path[0] === "measures" ? [name, ...p.path.slice(2)] : p.path,
      }));
      setPending({ value: next, problems });
      return;
    }
    setPending(null);
    const label = { key: "sheetChanged", name: text(done.value.title) };
    store.change(
      withSheet(store.draft, sheet.sheet, () => done.value),
      label,
      `edit sheet ${name}`,
    );
  }

  return (
    <ProblemsProvider value={pending?.problems ?? []}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: typing into one field is one step of undo */}
      <div
        onBlur={(event) => {
          if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
            store.settle();
        }}
      >
        <ControlInput
          control={control}
          value={pending ? pending.value : value}
          onChange={change}
          path={[name]}
          label={label ?? words.key(name)}
          optional={name !== "title"}
        />
      </div>
    </ProblemsProvider>
  );
}

/** The sheet's own library of measures. */
function Measures({ sheet }: { sheet: Sheet }) {
  const t = useTranslations("sheetEditor.sheetPanel");
  const { store, material } = useEditor();
  const own = Object.entries(sheet.measures ?? {});

  function add() {
    const id = freeId("measure", [...own.map(([key]) => key), ...material.measures.map((m) => m.name)]);
    store.changeSheet((s) => ({ ...s, measures: { ...s.measures, [id]: { value: "1" } } }), {
      key: "measureAdded",
      name: id,
    });
  }
  function remove(id: string) {
    store.changeSheet(
      (s) => {
        const measures = Object.fromEntries(Object.entries(s.measures ?? {}).filter(([key]) => key !== id));
        const { measures: _, ...rest } = s;
        return Object.keys(measures).length > 0 ? { ...s, measures } : rest;
      },
      { key: "measureRemoved", name: id },
    );
  }

  return (
    <section aria-label={t("measures")} className="grid gap-1.5">
      <h3 className="text-13 font-medium">{t("measures")}</h3>
      <p className="text-12 text-ink-3">{t("measuresHint")}</p>
      {own.map(([id, measure]) => (
        <div
          key={id}
          className="grid grid-cols-[minmax(0,1fr)_auto] gap-1 rounded-2 border border-line-strong p-2"
        >
          <div className="min-w-0">
            <code className="text-12">{id}</code>
            <SheetField
              sheet={sheet}
              name={`measure ${id}`}
              label={id}
              control={MEASURE}
              value={measure}
              write={(value) => ({ measures: { ...sheet.measures, [id]: value as typeof measure } })}
            />
          </div>
          <Button
            variant="quiet"
            size="s"
            square
            aria-label={t("removeMeasure", { id })}
            onClick={() => remove(id)}
          >
            <X />
          </Button>
        </div>
      ))}
      <Button size="s" className="justify-self-start" onClick={add}>
        <Plus /> {t("addMeasure")}
      </Button>
    </section>
  );
}
