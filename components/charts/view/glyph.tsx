import type { Key } from "../draw/marks";

/** The key of a mark in legend and tooltip: a small drawing of the mark itself. */
export function KeyGlyph({ glyph, color = "var(--chart-1)", colors = [] }: Key) {
  if (glyph === "ramp")
    return (
      <i
        className="chart-ramp"
        style={{ background: `linear-gradient(90deg, ${colors.join()})` }}
        aria-hidden="true"
      />
    );
  return (
    <svg
      className="chart-key"
      width={glyph === "line" || glyph === "tick" ? 14 : 11}
      height="11"
      aria-hidden="true"
    >
      {drawing(glyph, color)}
    </svg>
  );
}

function drawing(glyph: Exclude<Key["glyph"], "ramp">, color: string) {
  switch (glyph) {
    case "fill":
      return <rect x="0.5" y="0.5" width="10" height="10" fill={color} />;
    case "line":
      return <rect x="0" y="4.5" width="14" height="2" fill={color} />;
    case "tick":
      return <rect x="0" y="4.5" width="14" height="2" fill="var(--text)" />;
    case "vtick":
      return <rect x="4.5" y="0" width="2" height="11" fill="var(--text)" />;
    case "ghost":
      return (
        <>
          <rect x="0.5" y="0.5" width="10" height="10" fill="var(--n-4)" />
          <path d="M0 5 5 0M0 10 10 0M4 11 11 4" stroke="var(--n-7)" strokeWidth="1.2" />
        </>
      );
    case "circle":
      return <circle cx="5.5" cy="5.5" r="4.5" fill={color} />;
    case "ring":
      return <circle cx="5.5" cy="5.5" r="4" fill="none" stroke={color} strokeWidth="1.6" />;
    case "square":
      return <rect x="1" y="1" width="9" height="9" fill={color} />;
    case "triangle":
      return <path d="M5.5 1 10.5 10H.5z" fill={color} />;
    case "diamond":
      return <path d="M5.5 0 11 5.5 5.5 11 0 5.5z" fill={color} />;
  }
}
