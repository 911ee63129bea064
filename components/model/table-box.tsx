"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { cn } from "../ui/cn";
import { KeyMark } from "./key-mark";
import { shownFields } from "./layout";
import type { ViewTable } from "./view-model";

/** What is looked at: a table, or one field in it. */
export interface Chosen {
  table: string;
  field?: string;
}

/** One table of the drawing. The head is reached by the keyboard; the fields by the pointer, or in the details. */
export function TableBox({
  table,
  most,
  chosen,
  onChoose,
}: {
  table: ViewTable;
  /** Fields to show at most, keys apart. */
  most: number;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
}) {
  const t = useTranslations("model");
  const format = useFormat();
  const shown = shownFields(table, most);
  const hidden = table.fields.length - shown.length;
  const choose = (field?: string) => onChoose({ table: table.name, ...(field ? { field } : {}) });
  return (
    <div
      className={cn(
        "pointer-events-auto flex h-full flex-col rounded-2 border bg-surface text-ink",
        table.synthetic ? "border-dashed border-line-input" : "border-line-strong",
        table.loosened && "border-warning-mark",
        chosen && "border-accent",
      )}
    >
      <button
        type="button"
        data-table={table.name}
        aria-pressed={chosen !== null && !chosen.field}
        aria-label={t("tableLabel", {
          name: table.name,
          rows: table.rows,
          fields: table.fields.length,
          kind: table.loosened ? "loosened" : table.synthetic ? "synthetic" : "plain",
        })}
        className={cn(
          "nodrag flex h-11 shrink-0 items-center gap-2 rounded-t-2 border-b border-line bg-sunken px-2.5 text-left hover:bg-press",
          chosen && !chosen.field && "bg-accent-soft",
        )}
        onClick={() => choose()}
      >
        <span className="min-w-0 flex-1 truncate text-13 font-strong">{table.name}</span>
        <span className="shrink-0 text-12 text-ink-3">{format.compact(table.rows)}</span>
      </button>
      <ul className="min-h-0 flex-1 pb-2">
        {shown.map((field) => (
          <li key={field.name}>
            <button
              type="button"
              tabIndex={-1}
              aria-pressed={chosen?.field === field.name}
              className={cn(
                "nodrag flex h-6 w-full items-center gap-1.5 px-2.5 text-left hover:bg-hover",
                chosen?.field === field.name && "bg-accent-soft text-accent-ink",
              )}
              onClick={() => choose(field.name)}
            >
              <KeyMark quality={field.key} />
              <span className={cn("min-w-0 flex-1 truncate text-12", field.key && "font-medium")}>
                {field.name}
              </span>
              <span className="shrink-0 text-12 text-ink-3">{t(`type.${field.type}`)}</span>
            </button>
          </li>
        ))}
        {hidden > 0 ? (
          <li className="flex h-6 items-center px-2.5 pl-[30px] text-12 text-ink-3">
            {t("more", { count: hidden })}
          </li>
        ) : null}
      </ul>
    </div>
  );
}
