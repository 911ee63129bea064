import type { SheetObject } from "@/server/templates/sheet-schema";

const HEIGHTS = [46, 62, 78, 88, 96, 90, 82, 74, 66, 56, 44, 50];
const LENGTHS = [94, 76, 68, 60, 46, 38, 26, 18];

type Shape = "columns" | "bars" | "rows" | "tiles" | "ring" | "line" | "figure" | "none";

const SHAPES: Record<SheetObject["kind"], Shape> = {
  kpi: "figure",
  bar: "bars",
  line: "line",
  combo: "columns",
  waterfall: "columns",
  pie: "ring",
  treemap: "tiles",
  scatter: "tiles",
  heatmap: "tiles",
  histogram: "columns",
  boxplot: "bars",
  table: "rows",
  pivot: "rows",
  map: "tiles",
  gauge: "ring",
  bullet: "bars",
  filters: "rows",
  input: "none",
  button: "none",
  text: "none",
};

const grey = "block bg-press";

/** The shape of what is loading. Comes after 150 ms, so that fast answers never flicker. */
export function SkeletonShape({ kind, as }: { kind: SheetObject["kind"]; as?: SheetObject["as"] }) {
  const shape = kind === "bar" && as === "column" ? "columns" : SHAPES[kind];
  return (
    <div aria-hidden="true" className="dash-late h-full min-h-8 w-full overflow-hidden">
      <Shape shape={shape} />
    </div>
  );
}

function Shape({ shape }: { shape: Shape }) {
  switch (shape) {
    case "columns":
      return (
        <div className="flex h-full items-end gap-[4%] border-b border-line-strong px-1 pt-6">
          {HEIGHTS.map((height, i) => (
            <i key={i.toString()} className={`${grey} flex-1`} style={{ height: `${height}%` }} />
          ))}
        </div>
      );
    case "bars":
      return (
        <div className="flex h-full flex-col justify-evenly py-1">
          {LENGTHS.map((length) => (
            <i key={length} className={`${grey} h-[6%] min-h-2.5`} style={{ width: `${length}%` }} />
          ))}
        </div>
      );
    case "rows":
      return (
        <div className="grid gap-3 py-2">
          {LENGTHS.map((length) => (
            <div key={length} className="flex justify-between gap-6">
              <i className={`${grey} h-4`} style={{ width: `${24 + (length % 17)}%` }} />
              <i className={`${grey} h-4 w-[14%]`} />
            </div>
          ))}
        </div>
      );
    case "tiles":
      return (
        <div className="grid h-full grid-cols-5 grid-rows-5 gap-1">
          {Array.from({ length: 25 }, (_, i) => (
            <i key={i.toString()} className={grey} style={{ opacity: 0.5 + ((i * 7) % 5) / 10 }} />
          ))}
        </div>
      );
    case "ring":
      return (
        <div className="grid h-full place-items-center">
          <i className="block aspect-square h-3/4 max-w-full rounded-full border-[24px] border-(--surface-press)" />
        </div>
      );
    case "line":
      return (
        <svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true" className="h-full w-full">
          <path
            d="M0 30 12 24 25 27 38 14 50 18 62 9 75 16 88 12 100 20"
            fill="none"
            stroke="var(--surface-press)"
            strokeWidth="6"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      );
    case "figure":
      return (
        <div>
          <i className={`${grey} mb-2 h-7 w-28`} />
          <i className={`${grey} h-3.5 w-20`} />
        </div>
      );
    default:
      return null;
  }
}
