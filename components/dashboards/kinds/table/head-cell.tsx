import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "use-intl";
import type { CubeSort } from "@/server/platform/model";
import { cn } from "../../../ui/cn";
import type { Column, TableLocal } from "./plan";

/** A column's head; sorts where the answer can be sorted by it, figures from the largest first. */
export function HeadCell({
  column,
  first,
  sort,
  onSort,
}: {
  column: Column;
  first: boolean;
  sort: CubeSort;
  onSort(sort: NonNullable<TableLocal["sort"]>): void;
}) {
  const t = useTranslations("dashboards.table");
  const right = column.kind !== "value";
  const at = column.kind === "value" || column.kind === "number" ? column.at : null;
  const active = at !== null && sort.column === at;
  const next = active ? (sort.order === "asc" ? "desc" : "asc") : right ? "desc" : "asc";
  const Sign = active && sort.order === "asc" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={active ? (sort.order === "asc" ? "ascending" : "descending") : undefined}
      className={cn(
        "sticky top-0 z-2 h-7 border-b border-line-strong bg-surface px-2 text-12 font-medium whitespace-nowrap text-ink-3",
        first && "pl-0",
        right ? "text-right" : "text-left",
      )}
    >
      {at === null ? (
        <span className="block truncate">{column.label}</span>
      ) : (
        <button
          type="button"
          title={t(next === "asc" ? "sortUp" : "sortDown", { column: column.label })}
          onClick={() => onSort({ column: at, order: next })}
          className={cn(
            "inline-flex min-h-6 max-w-full items-center gap-1 hover:text-ink focus-visible:-outline-offset-1",
            active && "text-ink",
          )}
        >
          <span className="truncate">{column.label}</span>
          {active ? <Sign aria-hidden="true" className="size-3 shrink-0" /> : null}
        </button>
      )}
    </th>
  );
}
