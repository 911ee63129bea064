import { useTranslations } from "use-intl";
import type { ValueState } from "@/server/platform/model";

/** Tick, open circle, half circle, dash, tick in a broken ring, padlock: the shape alone tells the state. */
const SHAPES = {
  S: (
    <>
      <circle cx="8" cy="8" r="7" fill="var(--brand)" />
      <path d="M4.8 8.3 7 10.5l4.3-4.8" stroke="var(--on-brand)" strokeWidth="1.8" fill="none" />
    </>
  ),
  O: <circle cx="8" cy="8" r="6.2" fill="var(--surface)" stroke="var(--n-7)" strokeWidth="1.4" />,
  A: (
    <>
      <circle cx="8" cy="8" r="6.2" fill="var(--surface)" stroke="var(--n-8)" strokeWidth="1.4" />
      <path d="M8 1.8a6.2 6.2 0 0 0 0 12.4z" fill="var(--n-8)" />
    </>
  ),
  X: <path d="M4 8h8" stroke="currentColor" strokeWidth="1.8" />,
  XS: (
    <g fill="none" stroke="var(--brand-text)" strokeWidth="1.5">
      <circle cx="8" cy="8" r="6.2" strokeDasharray="2.6 2.2" />
      <path d="M5 8.2 7.1 10.3l3.9-4.5" />
    </g>
  ),
  L: (
    <g stroke="var(--brand)" strokeWidth="1.5">
      <path d="M4 7.2h8v6H4z" fill="var(--brand)" />
      <path d="M5.7 7V5.2a2.3 2.3 0 0 1 4.6 0V7" fill="none" />
    </g>
  ),
} satisfies Record<ValueState, React.ReactNode>;

/** The state of a value as a shape; its word is for screen readers, said by `useStateWord`. */
export function StateGlyph({ state, size = 16 }: { state: ValueState; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className="shrink-0"
    >
      {SHAPES[state]}
    </svg>
  );
}

/** The spoken word of a state. */
export function useStateWord(): (state: ValueState) => string {
  const t = useTranslations("dashboards");
  return (state) => t(`states.${state}`);
}
