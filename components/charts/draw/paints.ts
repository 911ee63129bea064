import type { ValueState } from "@/server/platform/model";
import type { Judgement } from "../data/rules";
import type { Palette } from "./palette";
import { DOTS, HATCH, type Pattern, seriesPattern } from "./patterns";

export interface MarkPaint {
  fill: string;
  pattern?: Pattern;
  stroke?: string;
  dash?: number[];
}

/** Fill of the n-th series (from 0); beyond the palette: other. */
export function seriesPaint(index: number, palette: Palette): MarkPaint {
  const fill = palette.series[index] ?? palette.other;
  const pattern = palette.patterns ? seriesPattern(index) : undefined;
  return pattern ? { fill, pattern: { ...pattern, color: palette.surface } } : { fill };
}

/** A value that the selection in its own field leaves out. */
export const ghostPaint = (palette: Palette): MarkPaint => ({
  fill: palette.ghost,
  pattern: { ...HATCH, color: palette.ghostInk },
});

/** A place on a map whose figure is missing: neither zero nor left out. */
export const missingPaint = (palette: Palette): MarkPaint => ({
  fill: palette.surface,
  pattern: { ...DOTS, color: palette.ghostInk },
  stroke: palette.line,
});

/** Paint of a mark by its state first, then by its verdict, then its own. */
export function statePaint(
  state: ValueState | undefined,
  verdict: Judgement | null,
  own: MarkPaint,
  palette: Palette,
): MarkPaint {
  if (state === "A") return ghostPaint(palette);
  if (state === "X" || state === "XS")
    return { fill: "transparent", stroke: state === "XS" ? palette.brandText : palette.line, dash: [2, 3] };
  switch (verdict?.use) {
    case "good":
      return { fill: palette.good };
    case "bad":
      return { fill: palette.badMark };
    case "warning":
      return { fill: palette.warning };
    case "neutral":
      return { fill: palette.other };
    default:
      return own;
  }
}

/** The sign of a verdict before a name: never color alone. */
export function verdictSign(verdict: Judgement | null): string {
  switch (verdict?.mark) {
    case "up":
      return "▲ ";
    case "down":
      return "▼ ";
    case "warn":
      return "⚠ ";
    case "dot":
      return "● ";
    default:
      return "";
  }
}
