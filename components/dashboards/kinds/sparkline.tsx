import { scaleOf, segmentsOf } from "./sparkline-path";

/** A small line without axes: the shape of a course. Gaps stay gaps; the year before is a paler line behind it. */
export function Sparkline({
  values,
  before,
  className,
  end = true,
}: {
  values: (number | null)[];
  before?: (number | null)[];
  className?: string;
  /** Marks the last value with a dot. */
  end?: boolean;
}) {
  const scale = scaleOf([...values, ...(before ?? [])], values.length);
  const last = values.findLastIndex((v) => v !== null);
  const lastValue = values[last];
  return (
    <svg
      viewBox="0 0 100 32"
      preserveAspectRatio="none"
      aria-hidden="true"
      className={className}
      style={{ overflow: "visible" }}
    >
      {before
        ? segmentsOf(before, scale).map((d) => (
            <path key={d} d={d} fill="none" stroke="var(--n-6)" vectorEffect="non-scaling-stroke" />
          ))
        : null}
      {segmentsOf(values, scale).map((d) => (
        <path
          key={d}
          d={d}
          fill="none"
          stroke="var(--chart-1)"
          strokeWidth="1.75"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {end && lastValue != null ? (
        <path
          d={`M${scale.x(last)} ${scale.y(lastValue)}h.01`}
          stroke="var(--chart-1)"
          strokeWidth="6"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      ) : null}
    </svg>
  );
}
