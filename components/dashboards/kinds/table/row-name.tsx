import { ChevronRight } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { ValueState } from "@/server/platform/model";
import { cn } from "../../../ui/cn";
import { StateGlyph, useStateWord } from "../../parts/state-glyph";

/** Where a row opens the level below. */
export interface RowDrill {
  /** The value it opens, as shown. */
  name: string;
  /** Name of the level below. */
  below: string;
  open(): void;
  /** It was clicked: a second click means this row, wherever it is by then. */
  clicked(): void;
}

/** The first cell of a row: a click selects, a double click or Enter opens the level below, as in charts. */
export function RowName({
  name,
  state,
  selected,
  onSelect,
  drill,
}: {
  name: ReactNode;
  state: ValueState | undefined;
  selected: boolean;
  onSelect?: () => void;
  drill?: RowDrill;
}) {
  const word = useStateWord();
  const label = onSelect ? (
    <button
      type="button"
      aria-pressed={selected}
      onClick={(event) => {
        if (drill && event.detail > 1) return;
        drill?.clicked();
        onSelect();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !drill) return;
        event.preventDefault();
        leave(event.currentTarget);
        drill.open();
      }}
      className={cn(
        "flex min-h-7 min-w-0 max-w-full items-center gap-1.5 text-left hover:text-(--brand-text) focus-visible:-outline-offset-2",
        selected && "font-strong",
      )}
    >
      {state && state !== "O" ? <StateGlyph state={state} size={14} /> : null}
      <span className="truncate">{name}</span>
      {state && state !== "O" ? <span className="sr-only">, {word(state)}</span> : null}
    </button>
  ) : (
    name
  );
  if (!drill) return label;
  return (
    <span className="flex min-w-0 items-center justify-between gap-1">
      {label}
      <DrillButton drill={drill} />
    </span>
  );
}

/** The same for a finger, and for whoever does not know of the double click. */
function DrillButton({ drill }: { drill: RowDrill }) {
  const t = useTranslations("dashboards.table");
  const words = t("drill", { name: drill.name, level: drill.below });
  return (
    <button
      type="button"
      aria-label={words}
      title={words}
      onClick={opens(drill)}
      className="inline-grid size-7 shrink-0 place-items-center rounded-1 text-ink-3 hover:bg-press hover:text-ink focus-visible:-outline-offset-2 in-data-[width=narrow]:size-11"
    >
      <ChevronRight aria-hidden="true" className="size-4" />
    </button>
  );
}

const opens =
  ({ open }: RowDrill) =>
  (event: MouseEvent<HTMLElement>) => {
    leave(event.currentTarget);
    open();
  };

/** The row goes away with its level: the focus stays at the object. */
export const leave = (element: HTMLElement) => element.closest<HTMLElement>(".dash-object")?.focus();
