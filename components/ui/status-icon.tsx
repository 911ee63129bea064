import { cn } from "./cn";

/** The seven shapes every state is shown by. Colour is never the only sign. */
export const TONES = [
  "queued",
  "running",
  "succeeded",
  "warning",
  "failed",
  "cancelled",
  "suspended",
] as const;
export type Tone = (typeof TONES)[number];

const ink = {
  fill: "none",
  stroke: "currentColor",
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;
const cut = { fill: "none", stroke: "var(--surface)", strokeWidth: 1.6, strokeLinecap: "round" } as const;

const SHAPES: Record<Tone, React.ReactNode> = {
  queued: (
    <circle
      cx="7"
      cy="7"
      r="5.2"
      {...ink}
      strokeWidth="1.6"
      strokeLinecap="butt"
      strokeDasharray="2.2 1.87"
    />
  ),
  running: (
    <>
      <circle cx="7" cy="7" r="5.2" {...ink} strokeWidth="1.6" opacity=".28" />
      <g className="turning">
        {/* Invisible circle: the arc turns around its middle. */}
        <circle cx="7" cy="7" r="6.2" fill="none" />
        <path d="M7 1.8A5.2 5.2 0 0 1 12.2 7" {...ink} strokeWidth="2" />
      </g>
    </>
  ),
  succeeded: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path d="M4.3 7.2 6.3 9.2 9.8 5.2" {...cut} strokeLinejoin="round" />
    </>
  ),
  warning: (
    <>
      <path d="M7 1.1 13.3 12.3H.7z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M7 5.2v3M7 10.2v.1" {...cut} />
    </>
  ),
  failed: (
    <>
      <path d="M4.300.8h5.4l3.5 3.5v5.4l-3.5 3.5H4.3L.8 9.7V4.3z" fill="currentColor" />
      <path d="M4.9 4.9l4.2 4.2M9.1 4.9 4.9 9.1" {...cut} />
    </>
  ),
  cancelled: (
    <>
      <circle cx="7" cy="7" r="5.4" {...ink} strokeWidth="1.6" />
      <path d="M3.3 10.7 10.7 3.3" {...ink} strokeWidth="1.6" />
    </>
  ),
  suspended: (
    <>
      <rect x="1" y="1" width="12" height="12" rx="2.2" fill="currentColor" />
      <path d="M5.3 4.5v5M8.7 4.5v5" {...cut} />
    </>
  ),
};

/** The mark alone; the word stands beside it (`StatusMark`), or is given to screen readers by the caller. */
export function StatusIcon({ tone, className }: { tone: Tone; className?: string }) {
  return (
    <svg
      viewBox="0 0 14 14"
      aria-hidden="true"
      data-tone={tone}
      className={cn("size-3.5 shrink-0 text-tone forced-colors:text-[CanvasText]", className)}
    >
      {SHAPES[tone]}
    </svg>
  );
}
