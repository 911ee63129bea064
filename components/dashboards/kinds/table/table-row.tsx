import { ChevronDown, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { CellValue, ValueState } from "@/server/platform/model";
import { cn } from "../../../ui/cn";
import type { Column } from "./plan";
import { type RowDrill, RowName } from "./row-name";

/** One row: its name selects it or opens the level below, what did not fit opens under it. */
export function TableRow({
  row,
  state,
  shown,
  folded,
  open,
  onOpen,
  onSelect,
  drill,
  cell,
}: {
  row: readonly CellValue[];
  state: ValueState | undefined;
  shown: Column[];
  folded: Column[];
  open: boolean;
  onOpen(open: boolean): void;
  onSelect?: () => void;
  drill?: RowDrill;
  cell(column: Column, row: readonly CellValue[]): ReactNode;
}) {
  const t = useTranslations("dashboards.table");
  const selected = state === "S" || state === "L";
  const Chevron = open ? ChevronDown : ChevronRight;
  const first = shown[0];
  const name = first ? cell(first, row) : null;
  const border = open ? "" : "border-b border-line";
  return (
    <>
      <tr className={cn("group", selected && "bg-(--brand-soft)")}>
        {shown.map((column, i) => (
          <td
            key={column.id}
            className={cn(
              "h-8 px-2 group-hover:bg-hover in-data-[width=narrow]:h-11",
              border,
              i === 0 && "pl-0",
              i > 0 && column.kind === "value" && "truncate text-12 text-ink-3",
              column.kind !== "value" && "text-right",
            )}
          >
            {i === 0 ? (
              <RowName name={name} state={state} selected={selected} onSelect={onSelect} drill={drill} />
            ) : (
              cell(column, row)
            )}
          </td>
        ))}
        {folded.length > 0 ? (
          <td className={cn("w-8 text-right group-hover:bg-hover", border)}>
            <button
              type="button"
              aria-expanded={open}
              aria-label={t(open ? "less" : "more", { name: String(row[0] ?? "") })}
              onClick={() => onOpen(!open)}
              className="inline-grid size-7 place-items-center rounded-1 text-ink-3 hover:bg-press in-data-[width=narrow]:size-10"
            >
              <Chevron aria-hidden="true" className="size-4" />
            </button>
          </td>
        ) : null}
      </tr>
      {open ? (
        <tr>
          <td colSpan={shown.length + 1} className="border-b border-line bg-sunken px-3 py-2">
            <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
              {folded.map((column) => (
                <div key={column.id} className="contents">
                  <dt className="text-12 text-ink-3">{column.label}</dt>
                  <dd className="flex justify-end text-right">{cell(column, row)}</dd>
                </div>
              ))}
            </dl>
          </td>
        </tr>
      ) : null}
    </>
  );
}
