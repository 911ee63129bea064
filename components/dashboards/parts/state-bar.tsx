import type { ValueState } from "@/server/platform/model";

export type StateCounts = Partial<Record<ValueState, number>>;

const LOOKS: [states: ValueState[], className: string][] = [
  [["S", "L"], "h-1 bg-(--brand) forced-colors:bg-[Highlight]"],
  [["O"], "h-1 bg-n-6 forced-colors:bg-[CanvasText]"],
  [["A"], "dash-alternative h-1"],
  [["X", "XS"], "h-[1.5px] bg-(--n-5) forced-colors:bg-[GrayText]"],
];

export const countOf = (counts: StateCounts, states: readonly ValueState[]) =>
  states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);

/** How much of a field is left, as shares: solid, grey, hatched, a thin line. Words beside it say the same. */
export function StateBar({ counts, className = "" }: { counts: StateCounts; className?: string }) {
  return (
    <div aria-hidden="true" className={`flex h-1 items-end gap-px ${className}`}>
      {LOOKS.map(([states, look]) => {
        const count = countOf(counts, states);
        return count > 0 ? (
          <i key={states[0]} className={`block min-w-[2px] ${look}`} style={{ flexGrow: count }} />
        ) : null;
      })}
    </div>
  );
}
