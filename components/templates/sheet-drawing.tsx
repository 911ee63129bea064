import { cn } from "../ui/cn";

export interface DrawnObject {
  kind: string;
  /** x, y, width, height in cells of the 24-column grid. */
  at: [number, number, number, number];
  title?: string;
}

const COLUMNS = 24;
const CELL = 10;
const GAP = 1.2;

/** Marks inside a box that tell the kinds apart at a glance. */
function Glyph({ kind, width: w, height: h }: { kind: string; width: number; height: number }) {
  const stroke = { stroke: "var(--n-7)", strokeWidth: 1.5, fill: "none" } as const;
  const fill = "var(--n-6)";
  const bars = (heights: number[]) =>
    heights.map((share, i) => {
      const step = (w * 0.8) / heights.length;
      const high = h * 0.5 * share;
      return (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: bars by their place
          key={`${i}-${share}`}
          x={w * 0.1 + i * step}
          y={h * 0.85 - high}
          width={step * 0.65}
          height={high}
          fill={fill}
        />
      );
    });
  switch (kind) {
    case "kpi":
    case "gauge":
    case "bullet":
      return (
        <rect
          x={w * 0.1}
          y={h * 0.42}
          width={Math.min(w * 0.45, 40)}
          height={Math.min(h * 0.28, 10)}
          fill="var(--n-7)"
        />
      );
    case "bar":
    case "histogram":
    case "waterfall":
    case "boxplot":
      return bars([0.5, 0.8, 0.6, 1, 0.7]);
    case "combo":
      return (
        <>
          {bars([0.5, 0.7, 0.6, 0.9])}
          <path
            d={`M${w * 0.12} ${h * 0.6}L${w * 0.4} ${h * 0.42}L${w * 0.62} ${h * 0.5}L${w * 0.88} ${h * 0.3}`}
            {...stroke}
          />
        </>
      );
    case "line":
      return (
        <path
          d={`M${w * 0.1} ${h * 0.75}L${w * 0.35} ${h * 0.5}L${w * 0.6} ${h * 0.62}L${w * 0.9} ${h * 0.35}`}
          {...stroke}
        />
      );
    case "pie":
      return <circle cx={w / 2} cy={h * 0.58} r={Math.min(w, h) * 0.25} {...stroke} strokeWidth={5} />;
    case "scatter":
    case "map":
      return [0.2, 0.35, 0.5, 0.62, 0.8].map((x, i) => (
        <circle key={x} cx={w * x} cy={h * (0.72 - ((i * 3) % 5) * 0.08)} r={2.4} fill={fill} />
      ));
    case "treemap":
    case "heatmap":
      return (
        <>
          <rect x={w * 0.1} y={h * 0.32} width={w * 0.45} height={h * 0.54} fill={fill} />
          <rect x={w * 0.58} y={h * 0.32} width={w * 0.32} height={h * 0.3} fill="var(--n-7)" />
          <rect x={w * 0.58} y={h * 0.66} width={w * 0.32} height={h * 0.2} fill={fill} />
        </>
      );
    case "table":
    case "pivot":
    case "filters":
      return [0.34, 0.5, 0.66, 0.82].map((y) => (
        <rect key={y} x={w * 0.1} y={h * y} width={w * 0.8} height={1.5} fill={fill} />
      ));
    default:
      return <rect x={w * 0.1} y={h * 0.45} width={w * 0.6} height={2} fill={fill} />;
  }
}

/** A sheet's grid in small: where its objects stand and of what kind they are. With `titles`, also their names. */
export function SheetDrawing({
  objects,
  label,
  titles,
  className,
}: {
  objects: readonly DrawnObject[];
  label: string;
  titles?: boolean;
  className?: string;
}) {
  const rows = Math.max(8, ...objects.map(({ at }) => at[1] + at[3]));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${COLUMNS * CELL} ${rows * CELL}`}
      preserveAspectRatio="xMidYMin meet"
      className={cn("block w-full", className)}
    >
      {objects.map(({ at: [x, y, w, h], kind, title }) => {
        const width = w * CELL - GAP * 2;
        const height = h * CELL - GAP * 2;
        return (
          <g key={`${x}-${y}-${kind}`} transform={`translate(${x * CELL + GAP} ${y * CELL + GAP})`}>
            <rect width={width} height={height} rx="2" fill="var(--surface)" stroke="var(--line-strong)" />
            <Glyph kind={kind} width={width} height={height} />
            {titles && title ? (
              <text x={4} y={8} fontSize={5.4} fill="var(--text-2)">
                {title.length * 2.9 > width
                  ? `${title.slice(0, Math.max(3, Math.floor(width / 2.9) - 2))}…`
                  : title}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
