"use client";

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../ui/button";
import type { Control } from "../model/controls";
import { firstValue } from "../model/values";
import { useEditor } from "../state/editor-context";
import { type InputProps, useNested, useProblem } from "./form-context";

/** Several of one thing, in their order. */
export function ListInput({
  value,
  onChange,
  path,
  label,
  control,
}: InputProps & { control: Extract<Control, { kind: "list" }> }) {
  const t = useTranslations("sheetEditor.form");
  const { material } = useEditor();
  const ControlInput = useNested();
  const problem = useProblem(path);
  const root = useRef<HTMLFieldSetElement>(null);
  const items: unknown[] = Array.isArray(value) ? value : [];
  const { item, max } = control;

  const set = (next: unknown[]) => onChange(next.length > 0 ? next : undefined);
  function move(from: number, to: number) {
    const next = [...items];
    next.splice(to, 0, ...next.splice(from, 1));
    set(next);
  }
  function add() {
    const taken = new Set(items.map(String));
    const free = item.kind === "field" ? material.fields.find((f) => !taken.has(f.name))?.name : undefined;
    set([...items, free ?? firstValue(item, material)]);
    requestAnimationFrame(() => {
      const all = root.current?.querySelectorAll<HTMLElement>(":scope > ol > li");
      all?.[all.length - 1]?.querySelector<HTMLElement>("input, textarea, button")?.focus();
    });
  }
  function remove(at: number) {
    set(items.filter((_, i) => i !== at));
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(":scope > button")?.focus());
  }

  return (
    <fieldset ref={root} className="grid min-w-0 gap-1.5">
      <legend className="mb-1.5 text-13 font-medium">{label}</legend>
      <ol className="grid min-w-0 gap-1.5">
        {items.map((own, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no name of their own
            key={i}
            className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] gap-1 rounded-2 border border-line-strong p-2"
          >
            <ControlInput
              control={item}
              value={own}
              onChange={(next) => set(items.map((old, at) => (at === i ? next : old)))}
              path={[...path, i]}
              label={t("item", { label, number: i + 1 })}
              optional={false}
            />
            <div className="flex flex-col">
              <Button
                variant="quiet"
                size="s"
                square
                aria-label={t("remove", { label, number: i + 1 })}
                onClick={() => remove(i)}
              >
                <X />
              </Button>
              {i > 0 ? (
                <Button
                  variant="quiet"
                  size="s"
                  square
                  aria-label={t("earlier", { label, number: i + 1 })}
                  onClick={() => move(i, i - 1)}
                >
                  <ArrowUp />
                </Button>
              ) : null}
              {i < items.length - 1 ? (
                <Button
                  variant="quiet"
                  size="s"
                  square
                  aria-label={t("later", { label, number: i + 1 })}
                  onClick={() => move(i, i + 1)}
                >
                  <ArrowDown />
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      {problem ? (
        <p role="alert" className="text-12 text-failed-ink">
          {problem}
        </p>
      ) : null}
      {items.length < max ? (
        <Button size="s" className="justify-self-start" onClick={add}>
          <Plus /> {t("add", { label })}
        </Button>
      ) : null}
    </fieldset>
  );
}
