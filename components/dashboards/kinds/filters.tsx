"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ObjectKind, ObjectViewProps } from "../../charts/port";
import { cn } from "../../ui/cn";
import { ListSkeleton } from "../filters/list-panel";
import { clicked, isChosen } from "../filters/optimistic";
import { type FilterField, questions } from "../filters/questions";
import { RangeField } from "../filters/range-field";
import { type FieldView, useField } from "../filters/use-field";
import { useListBox } from "../filters/use-list-box";
import { ValueList } from "../filters/value-list";
import { ROW_LOOK } from "../filters/value-row";
import { StateBar } from "../parts/state-bar";
import { StateGlyph, useStateWord } from "../parts/state-glyph";
import { useRuntime } from "../runtime";

/** Buttons are for a few values; more become a list. */
const MOST_BUTTONS = 8;

/** Values of a list that is never cut. */
const SHORT = 8;

function View({ object }: ObjectViewProps) {
  return (
    <div className="flex h-full min-h-0 flex-col divide-y divide-line overflow-y-auto">
      {(object.fields ?? []).map((own) => (
        <Field key={own.field} own={own} objectId={object.id} />
      ))}
    </div>
  );
}

function Field({ own, objectId }: { own: FilterField; objectId: string }) {
  const field = useField(own, objectId);
  if (own.as === "menu") return <MenuField field={field} />;
  const buttons = own.as === "buttons" && field.distinct <= MOST_BUTTONS;
  const range = own.as === "range" || own.as === "dates";
  // Short lists keep all their rows; long ones share what is left.
  const long = !buttons && !range && field.distinct > SHORT;
  return (
    <div className={cn("flex flex-col py-2 first:pt-0", long ? "min-h-36 shrink" : "shrink-0")}>
      <FieldHead field={field} />
      {buttons ? (
        <Buttons field={field} single={own.single ?? false} />
      ) : range ? (
        <RangeField field={field} dates={own.as === "dates"} />
      ) : (
        <List field={field} single={own.single ?? false} />
      )}
    </div>
  );
}

function FieldHead({ field }: { field: FieldView }) {
  const { store } = useRuntime();
  const t = useTranslations("dashboards.selections");
  return (
    <>
      <button
        type="button"
        aria-label={t("open", { field: field.label })}
        onClick={() => store.openField(field.name)}
        className="group flex h-7 shrink-0 items-center gap-2 text-left"
      >
        <b className="truncate font-strong">{field.label}</b>
        <span className="ml-auto text-12 whitespace-nowrap text-ink-3 group-hover:text-ink">
          {field.words}
        </span>
      </button>
      {field.selected || field.counts.X ? (
        <StateBar counts={field.counts} className="mt-0.5 mb-1 shrink-0" />
      ) : null}
    </>
  );
}

function List({ field, single }: { field: FieldView; single: boolean }) {
  const t = useTranslations("dashboards.list");
  const box = useListBox({ values: field.values ?? [], single, onSelect: field.select });
  if (field.failure) return <p className="py-1 text-12 text-ink-2">{field.failure.message}</p>;
  if (field.values === null) return <ListSkeleton />;
  if (field.values.length === 0) return <p className="py-1 text-12 text-ink-2">{t("noValues")}</p>;
  return (
    <ValueList
      label={field.label}
      values={field.values}
      box={box}
      single={single}
      search=""
      text={field.text}
      figure={field.figure}
      onEnd={field.more}
    />
  );
}

function Buttons({ field, single }: { field: FieldView; single: boolean }) {
  const word = useStateWord();
  const t = useTranslations("dashboards.list");
  if (field.failure) return <p className="py-1 text-12 text-ink-2">{field.failure.message}</p>;
  if (field.values === null) return <ListSkeleton rows={1} />;
  const any = field.values.some((v) => v.state !== "O");
  return (
    <fieldset
      aria-label={field.label}
      className="mt-1 flex min-w-0 p-0 flex-wrap gap-px overflow-hidden rounded-(--brand-radius) border border-line-strong bg-line-strong"
    >
      {field.values.map((value) => (
        <button
          key={String(value.value)}
          type="button"
          aria-pressed={isChosen(value.state)}
          aria-label={t("option", { value: field.text(value), state: word(value.state) })}
          onClick={() => field.select(...clicked(value, single))}
          className={cn(
            "flex h-7 grow basis-0 items-center justify-center gap-1.5 bg-surface px-2 text-13 whitespace-nowrap focus-visible:-outline-offset-2",
            ROW_LOOK[value.state],
            value.state === "XS" && "line-through",
          )}
        >
          {any ? <StateGlyph state={value.state} size={13} /> : null}
          {field.text(value)}
        </button>
      ))}
    </fieldset>
  );
}

function MenuField({ field }: { field: FieldView }) {
  const { store } = useRuntime();
  return (
    <div className="py-2 first:pt-0">
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => store.openField(field.name)}
        className="flex h-7 w-full items-center gap-2 text-left hover:text-(--brand-text)"
      >
        <b className="truncate font-strong">{field.label}</b>
        <span className="ml-auto text-12 whitespace-nowrap text-ink-3">{field.words}</span>
        <ChevronRight aria-hidden="true" className="size-3.5 text-ink-3" />
      </button>
      <StateBar counts={field.counts} className="mt-0.5" />
    </div>
  );
}

export const filters: ObjectKind = { live: true, questions, View };
