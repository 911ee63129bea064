import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { seriesPaint, statePaint, verdictSign } from "../../draw/paints";
import { niceTicks } from "../../draw/scales";
import type { SceneItem } from "../../draw/scene";
import { gaugeFigures } from "./figures";
import { verdictOf } from "./goal";

/** One share as a half circle from zero, the goal as a hand across it. */
export function gaugeModel(input: BuildInput): ChartModel {
  const { object, context, answers, palette, width, height, say } = input;
  const found = gaugeFigures(object, context, answers);
  if (!found) return nothing(input);
  const { measure, value, goal, judged } = found;
  const [low, high] = rangeOf(value, goal, input);
  const words = goal === null ? 0 : 20;
  const outer = Math.max(24, Math.min(width / 2 - 8, height - words - 16));
  const ring = Math.max(8, Math.min(20, outer * 0.17));
  const [x, y] = [width / 2, Math.min(height - words - 6, (height + outer - words) / 2)];
  const angle = (at: number) => Math.PI * (1 + Math.max(0, Math.min(1, (at - low) / (high - low))));
  const arc = { layer: "marks" as const, kind: "sector" as const, x, y, inner: outer - ring, outer };
  const text = `${verdictSign(judged)}${context.formats.value(value, measure.format)}`;
  const verdict = goal === null ? null : verdictOf(value, goal, measure, context, say);
  const size = Math.max(16, Math.min(26, outer * 0.28));
  const center = { layer: "over" as const, kind: "text" as const, x, align: "center" as const };
  const scene: SceneItem[] = [
    {
      ...arc,
      id: "ground",
      layer: "ground",
      start: Math.PI,
      end: 2 * Math.PI,
      fill: palette.band[1] ?? palette.ghost,
    },
    {
      ...arc,
      id: "value",
      start: Math.PI,
      end: angle(value),
      ...statePaint(undefined, judged, seriesPaint(0, palette), palette),
    },
    ...(goal === null
      ? []
      : [
          hand(angle(goal), x, y, outer, ring, palette.surface, 5),
          hand(angle(goal), x, y, outer, ring, palette.text, 2.5),
        ]),
    { ...center, id: "figure", y: y - size * 0.55, text, size, strong: true, color: palette.text },
    ...(verdict
      ? [
          {
            ...center,
            id: "goal",
            y: y + 12,
            text: `${verdict.goal}   ${verdict.text}`,
            color: verdict.reached ? palette.good : palette.bad,
            maxWidth: width,
          },
        ]
      : []),
  ];
  return {
    scene,
    marks: [
      {
        id: "gauge",
        name: measure.label,
        shape: { kind: "sector", x, y, inner: outer - ring, outer, start: Math.PI, end: 2 * Math.PI },
        rows: [
          { label: measure.label, value: text },
          ...(goal === null
            ? []
            : [{ label: say("target"), value: context.formats.value(goal, measure.format) }]),
        ],
        picks: [],
        ...remarkOf([judged?.say, verdict && say(verdict.reached ? "reached" : "missed")]),
      },
    ],
    legend: [{ text: measure.label }],
  };
}

function remarkOf(words: readonly (string | null | undefined)[]): { remark?: string } {
  const said = words.filter(Boolean).join(", ");
  return said ? { remark: said } : {};
}

function rangeOf(value: number, goal: number | null, { object }: BuildInput): [number, number] {
  const low = object.min ?? Math.min(0, value);
  if (object.max !== undefined) return [low, Math.max(object.max, low + 1e-9)];
  const most = Math.max(value, goal ?? value);
  return [low, most <= 1 && low >= 0 ? 1 : niceTicks(low, most * 1.1, 3).max];
}

const hand = (
  angle: number,
  x: number,
  y: number,
  outer: number,
  ring: number,
  stroke: string,
  lineWidth: number,
): SceneItem => ({
  id: `hand:${lineWidth}`,
  layer: "over",
  kind: "line",
  stroke,
  lineWidth,
  points: [outer - ring - 4, outer + 4].map((reach) => [
    x + Math.cos(angle) * reach,
    y + Math.sin(angle) * reach,
  ]),
});
