import type { CSSProperties, MouseEvent } from "react";
import type { ValueState } from "@/server/platform/model";
import { cn } from "../../ui/cn";
import { StateGlyph } from "../parts/state-glyph";
import { isChosen } from "./optimistic";

export const ROW_LOOK: Record<ValueState, string> = {
  S: "bg-(--brand-soft) font-strong text-ink shadow-[inset_3px_0_0_var(--brand)]",
  L: "bg-(--brand-soft) font-strong text-ink shadow-[inset_3px_0_0_var(--brand)]",
  O: "hover:bg-hover",
  A: "bg-(--state-a) hover:brightness-98",
  X: "bg-(--state-x) text-(--state-x-text)",
  XS: "bg-(--state-x) text-(--state-x-text) shadow-[inset_3px_0_0_var(--brand)]",
};

export interface RowProps {
  id: string;
  text: string;
  search: string;
  state: ValueState;
  /** Beside the value: its measure or how often it occurs. */
  figure: string;
  label: string;
  cursor: boolean;
  tall: boolean;
  /** Where it stands in a list of which only a part is drawn, from 1. */
  place?: { at: number; of: number };
  style?: CSSProperties;
  onClick(event: MouseEvent): void;
}

/** One value of a list box. The list holds the focus; this is an option of it. */
export function ValueRow({
  id,
  text,
  search,
  state,
  figure,
  label,
  cursor,
  tall,
  place,
  style,
  onClick,
}: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box has the focus and the keys
    // biome-ignore lint/a11y/useFocusableInteractive: as above, by aria-activedescendant
    <div
      id={id}
      role="option"
      aria-selected={isChosen(state)}
      aria-label={label}
      aria-posinset={place?.at}
      aria-setsize={place?.of}
      onClick={onClick}
      style={style}
      className={cn(
        "grid cursor-pointer grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-2 pr-2 pl-1.5 text-13 select-none",
        tall ? "h-11 text-14" : "h-7",
        ROW_LOOK[state],
        cursor &&
          "in-focus-visible:outline-2 in-focus-visible:-outline-offset-2 in-focus-visible:outline-(--focus)",
      )}
    >
      <StateGlyph state={state} />
      <span className={cn("truncate", state === "XS" && "line-through")}>
        <Hit text={text} search={search} />
      </span>
      <span className={cn("text-12 font-regular", state === "X" || state === "XS" ? "" : "text-ink-3")}>
        {state === "X" || state === "XS" ? "–" : figure}
      </span>
    </div>
  );
}

/** What the search found is underlined. */
function Hit({ text, search }: { text: string; search: string }) {
  const plain = search.replace(/[*?]/g, "");
  const at = plain ? text.toLowerCase().indexOf(plain.toLowerCase()) : -1;
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark className="bg-transparent font-strong text-inherit shadow-[inset_0_-2px_0_var(--brand)]">
        {text.slice(at, at + plain.length)}
      </mark>
      {text.slice(at + plain.length)}
    </>
  );
}
