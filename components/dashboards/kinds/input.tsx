"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectKind, ObjectViewProps } from "../../charts/port";
import { titleOf } from "../object-title";
import { useRuntime } from "../runtime";
import { isValue, variableOf } from "../state/start-variables";

/** A figure moves while one drags; it is asked for when the hand rests. */
const REST_MS = 200;

const FIELD =
  "h-8 w-full min-w-0 rounded-(--brand-radius) border border-line-input bg-surface px-2 text-13 in-data-[width=narrow]:h-11 in-data-[width=narrow]:text-16";

function View({ object, context }: ObjectViewProps) {
  const { store } = useRuntime();
  const name = variableOf(object);
  const value = context.variables[name] ?? "";
  const [draft, setDraft] = useState(value);
  const id = useId();
  // Who goes on to another sheet at once still has set it: this effect is the first to end.
  const pending = useRef<(() => void) | null>(null);
  useEffect(() => () => pending.current?.(), []);
  useEffect(() => setDraft(value), [value]);
  useEffect(() => {
    if (draft === value || (draft === "" && isNumber(object))) return;
    const take = () => store.setVariable(name, draft);
    const timer = setTimeout(take, REST_MS);
    pending.current = take;
    return () => {
      clearTimeout(timer);
      pending.current = null;
    };
  }, [draft, value, name, store, object]);
  return (
    <Labelled label={titleOf(object, context) || name} id={id}>
      <Control
        object={object}
        id={id}
        value={draft}
        onChange={setDraft}
        onLeave={() => setDraft((now) => (now === "" ? value : now))}
        text={context.formats}
      />
    </Labelled>
  );
}

function Labelled({ label, id, children }: { label: string; id: string; children: ReactNode }) {
  return (
    <div className="flex h-full items-center gap-3">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      {children}
    </div>
  );
}

function Control({
  object,
  id,
  value,
  onChange,
  onLeave,
  text,
}: {
  object: SheetObject;
  id: string;
  value: string | number;
  onChange(value: string | number): void;
  onLeave(): void;
  text: ObjectViewProps["context"]["formats"];
}) {
  const t = useTranslations("dashboards.input");
  const { min, max, step } = object;
  const number = {
    id,
    min,
    max,
    step,
    value,
    // Nothing, or a minus alone, is on the way to a number, and no zero.
    onChange: ({ target }: { target: { value: string } }) =>
      onChange(target.value === "" ? "" : Number(target.value)),
    onBlur: onLeave,
  };
  switch (object.input) {
    case "slider":
      return (
        <>
          <input type="range" {...number} className="min-w-0 flex-1 accent-(--brand)" />
          <output htmlFor={id} className="min-w-14 text-right text-14 font-strong">
            {text.value(value, { kind: "number" })}
          </output>
        </>
      );
    case "date":
      return (
        <input
          id={id}
          type="date"
          value={value}
          onChange={(e) => onChange(e.target.value)}
          className={FIELD}
        />
      );
    case "choice":
      return (
        <select
          id={id}
          value={String(value)}
          onChange={(e) => onChange(choiceOf(object, e.target.value))}
          className={FIELD}
        >
          {value === "" ? <option value="">{t("choose")}</option> : null}
          {choices(object).map((choice) => (
            <option key={String(choice)} value={String(choice)}>
              {choice}
            </option>
          ))}
        </select>
      );
    default:
      return <input type="number" {...number} className={FIELD} />;
  }
}

const isNumber = ({ input }: SheetObject) => input !== "choice" && input !== "date";

const choices = (object: SheetObject) => (object.choices ?? []).filter(isValue);

/** The choice itself: numbers stay numbers. */
const choiceOf = (object: SheetObject, text: string) =>
  choices(object).find((c) => String(c) === text) ?? text;

export const input: ObjectKind = { live: true, questions: () => ({}), View };
