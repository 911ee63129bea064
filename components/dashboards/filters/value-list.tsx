"use client";

import { type ReactNode, type RefObject, useEffect, useId, useRef } from "react";
import { useTranslations } from "use-intl";
import { cn } from "../../ui/cn";
import { later } from "../late/later";
import { PartFailed } from "../late/part-failed";
import { useStateWord } from "../parts/state-glyph";
import type { LongValuesProps } from "./long-values";
import { groupOf, type ListValue } from "./optimistic";
import type { ListBox } from "./use-list-box";
import { ValueRow } from "./value-row";

/** Above this many rows only those in sight are drawn. */
const VIRTUAL_FROM = 200;
/** Drawn until the means to draw only those in sight are fetched: more than a screen shows. */
const MEANWHILE = 40;

interface Long extends LongValuesProps {
  /** What is drawn until then. */
  first: ReactNode;
}

const LongValues = later<Long>(async () => (await import("./long-values")).LongValues, {
  waiting: ({ first }) => first,
  failed: ({ first, again }) => (
    <>
      {first}
      <PartFailed again={again} />
    </>
  ),
});

interface Props {
  label: string;
  values: ListValue[];
  box: ListBox;
  search: string;
  tall?: boolean;
  /** One value at a time. */
  single?: boolean;
  /** Heads above selected, possible, alternative, excluded. */
  grouped?: boolean;
  text(value: ListValue): string;
  figure(value: ListValue): string;
  /** The last row came into sight. */
  onEnd?(): void;
  listRef?: RefObject<HTMLDivElement | null>;
  className?: string;
}

/** Values with their states, as one list box of the keyboard. */
export function ValueList({
  label,
  values,
  box,
  search,
  tall,
  single,
  grouped,
  text,
  figure,
  onEnd,
  listRef,
  className,
}: Props) {
  const t = useTranslations("dashboards");
  const word = useStateWord();
  const own = useRef<HTMLDivElement | null>(null);
  const ref = listRef ?? own;
  const id = useId();
  const virtual = values.length > VIRTUAL_FROM;
  const height = tall ? 44 : 29;
  // What the pointer chose is in sight: looking where it lies would lay the whole page out between click and paint.
  const pointed = useRef(false);
  useEffect(() => {
    if (box.cursor >= 0 && !virtual && !pointed.current)
      document.getElementById(`${id}${box.cursor}`)?.scrollIntoView({ block: "nearest" });
    pointed.current = false;
  }, [box.cursor, virtual, id]);

  const row = (index: number, style?: React.CSSProperties) => {
    const value = values[index];
    if (!value) return null;
    const [name, amount] = [text(value), figure(value)];
    return (
      <ValueRow
        key={`${typeof value.value} ${value.value}`}
        id={`${id}${index}`}
        text={name}
        search={search}
        state={value.state}
        figure={amount}
        label={t("list.optionWithFigure", { value: name, figure: amount, state: word(value.state) })}
        cursor={index === box.cursor}
        tall={tall ?? false}
        place={virtual ? { at: index + 1, of: values.length } : undefined}
        style={style}
        onClick={(event) => {
          pointed.current = index !== box.cursor;
          box.onPick(index, event.shiftKey);
        }}
      />
    );
  };

  return (
    <div
      ref={ref}
      role="listbox"
      aria-label={label}
      aria-multiselectable={!single}
      aria-activedescendant={box.cursor >= 0 ? `${id}${box.cursor}` : undefined}
      tabIndex={0}
      // A pointer brings the focus before its click: the list must not move from under it.
      onPointerDown={() => {
        pointed.current = true;
      }}
      onPointerCancel={() => {
        pointed.current = false;
      }}
      onBlur={() => {
        pointed.current = false;
      }}
      onKeyDown={(event) => {
        pointed.current = false;
        box.onKeyDown(event);
      }}
      onFocus={() => !pointed.current && box.cursor < 0 && values.length > 0 && box.setCursor(0)}
      onScroll={virtual ? undefined : (event) => nearEnd(event.currentTarget) && onEnd?.()}
      className={cn("min-h-0 overflow-y-auto overscroll-contain outline-none", className)}
    >
      {virtual ? (
        <LongValues
          first={values.slice(0, MEANWHILE).map((_, i) => row(i))}
          scroller={ref}
          count={values.length}
          height={height}
          cursor={box.cursor}
          row={row}
          onEnd={onEnd}
        />
      ) : (
        <div role="presentation" className="grid gap-px">
          {values.map((value, i) => {
            const before = values[i - 1];
            const head = grouped && (!before || groupOf(before.state) !== groupOf(value.state));
            return head
              ? [<GroupHead key={`head ${value.state}`} values={values} value={value} />, row(i)]
              : row(i);
          })}
        </div>
      )}
    </div>
  );
}

const nearEnd = (el: HTMLElement) => el.scrollHeight - el.scrollTop - el.clientHeight < 40;

function GroupHead({ values, value }: { values: ListValue[]; value: ListValue }) {
  const t = useTranslations("dashboards.groups");
  const count = values.filter((v) => groupOf(v.state) === groupOf(value.state)).length;
  return (
    <div
      role="presentation"
      aria-hidden="true"
      className="mt-2 mb-0.5 flex text-12 font-medium text-ink-3 first:mt-0"
    >
      {t(value.state)}
      <span className="ml-auto pr-2">{count}</span>
    </div>
  );
}
