import { cn } from "../../ui/cn";

interface Drawn {
  kind: string;
  at: readonly number[];
}

const COLUMNS = 24;
const CELL = 4;
const MOST_ROWS = 10;
/** Heights of the little bars, as shares; the same for every chart, since they show a place and no data. */
const BARS = [0.45, 0.8, 0.6, 0.95, 0.35, 0.7];

function Inside({ kind, x, y, w, h }: { kind: string; x: number; y: number; w: number; h: number }) {
  const [left, top, width, height] = [x + 2, y + 3, w - 4, h - 5];
  if (width < 4 || height < 3) return null;
  const ink = { fill: "currentColor", opacity: 0.55 };
  if (kind === "line" || kind === "combo")
    return (
      <path
        d={`M${left} ${top + height * 0.7}L${left + width * 0.3} ${top + height * 0.4}L${left + width * 0.6} ${top + height * 0.6}L${left + width} ${top + height * 0.15}`}
        fill="none"
        stroke="currentColor"
        opacity=".55"
        strokeWidth="1"
      />
    );
  if (kind === "pie" || kind === "gauge")
    return <circle cx={left + width / 2} cy={top + height / 2} r={Math.min(width, height) / 2.4} {...ink} />;
  if (kind === "table" || kind === "pivot" || kind === "filters")
    return [0.15, 0.45, 0.75].map((share) => (
      <rect key={share} x={left} y={top + height * share} width={width} height="1" {...ink} />
    ));
  if (kind === "kpi" || kind === "text")
    return <rect x={left} y={top} width={width * 0.5} height={Math.min(3, height)} {...ink} />;
  return BARS.map((share, i) => (
    <rect
      // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
      key={i}
      x={left + (width / BARS.length) * i}
      y={top + height * (1 - share)}
      width={(width / BARS.length) * 0.6}
      height={height * share}
      {...ink}
    />
  ));
}

/** A sheet as a plan: where its charts lie. A drawing, no picture of data. */
export function SheetDrawing({ objects, className }: { objects: readonly Drawn[]; className?: string }) {
  const rows = Math.min(MOST_ROWS, Math.max(6, ...objects.map(({ at }) => (at[1] ?? 0) + (at[3] ?? 0))));
  return (
    <svg
      viewBox={`-1 -1 ${COLUMNS * CELL + 2} ${rows * CELL + 2}`}
      aria-hidden="true"
      className={cn("block w-full text-ink-3", className)}
    >
      {objects.map(({ kind, at }, i) => {
        const [x = 0, y = 0, w = 1, h = 1] = at.map((n) => n * CELL);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
          <g key={i}>
            <rect
              x={x + 0.5}
              y={y + 0.5}
              width={w - 1}
              height={h - 1}
              rx="1"
              fill="var(--surface)"
              stroke="var(--line-strong)"
              strokeWidth=".6"
            />
            <Inside kind={kind} x={x} y={y} w={w} h={h} />
          </g>
        );
      })}
    </svg>
  );
}
