const WIDTH = 96;
const HEIGHT = 22;

/** The last days as one quiet line; the figures beside it say how much. */
export function Sparkline({ values, label }: { values: readonly string[]; label: string }) {
  const figures = values.map(Number);
  const most = Math.max(...figures, 0);
  const step = WIDTH / Math.max(1, figures.length - 1);
  const y = (value: number) => HEIGHT - 2 - (most > 0 ? (value / most) * (HEIGHT - 4) : 0);
  const points = figures.map((value, i) => `${(i * step).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  return (
    <svg
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="shrink-0"
    >
      <title>{label}</title>
      <polyline
        points={points}
        fill="none"
        className="stroke-ink-3"
        strokeWidth="1.25"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
