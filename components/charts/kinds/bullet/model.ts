import { comparisonTick } from "../../draw/comparison";
import type { Mark } from "../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import type { Box, SceneItem } from "../../draw/scene";
import { verdictOf } from "../gauge/goal";
import { type BulletRow, bulletRows } from "./rows";

/** Figures against goals: bands in greys, the figure as a bar, the goal as a tick, the verdict as a word with its sign. */
export function bulletModel(input: BuildInput): ChartModel {
  const { object, context, answers, width, height, textWidth, say } = input;
  const rows = bulletRows(object, context, answers);
  if (!rows.some(({ value }) => value !== null)) return nothing(input);
  const names = Math.min(
    width * 0.36,
    Math.max(...rows.map((row) => textWidth(row.measure.label, 13, true))) + 16,
  );
  const ends = Math.min(
    width * 0.3,
    Math.max(72, ...rows.map((row) => textWidth(valueText(row, input), 15, true))) + 12,
  );
  const band = Math.min(64, Math.max(36, height / rows.length));
  const box = (i: number): Box => ({
    x: names,
    y: i * band,
    width: Math.max(24, width - names - ends),
    height: band,
  });
  return {
    scene: rows.flatMap((row, i) => rowItems(row, i, box(i), input)),
    marks: rows.map((row, i) => rowMark(row, i, box(i), input)),
    legend: [
      { text: say("now"), key: { glyph: "fill" } },
      { text: say("target"), key: { glyph: "vtick" } },
    ],
    ...(band * rows.length > height + 1 ? { contentHeight: band * rows.length } : {}),
  };
}

const valueText = ({ value, measure }: BulletRow, { context }: BuildInput): string =>
  context.formats.value(value, measure.format, { compact: true });

/** From zero to beyond the last band, the goal and the figure. */
function endOf({ bands, goal, value }: BulletRow): number {
  return Math.max((bands.at(-1) ?? 0) * 1.1, (goal ?? 0) * 1.15, (value ?? 0) * 1.05, 1e-9);
}

function rowItems(row: BulletRow, i: number, box: Box, input: BuildInput): SceneItem[] {
  const { palette, context, say, scrolled, width } = input;
  const y = box.y + box.height / 2 - scrolled;
  const px = (value: number) => box.x + (Math.max(0, value) / endOf(row)) * box.width;
  const verdict =
    row.goal === null || row.value === null
      ? null
      : verdictOf(row.value, row.goal, row.measure, context, say);
  const thick = Math.min(22, box.height * 0.5);
  const words = { layer: "over" as const, kind: "text" as const };
  const two = verdict !== null;
  return [
    {
      ...words,
      id: `name:${i}`,
      x: 0,
      y: y - (two ? 8 : 0),
      text: row.measure.label,
      size: 13,
      strong: true,
      color: palette.text,
      maxWidth: box.x - 8,
    },
    ...(verdict
      ? [
          {
            ...words,
            id: `goal:${i}`,
            x: 0,
            y: y + 9,
            text: verdict.goal,
            color: palette.text3,
            maxWidth: box.x - 8,
          },
        ]
      : []),
    ...bandRects(row, i, y, thick, px, box, input),
    ...(row.value === null
      ? []
      : [
          {
            id: `value:${i}`,
            layer: "marks" as const,
            kind: "rect" as const,
            x: box.x,
            y: y - thick * 0.19,
            width: Math.max(1, px(row.value) - box.x),
            height: thick * 0.38,
            fill: palette.series[0] ?? palette.other,
          },
        ]),
    ...(row.goal === null
      ? []
      : comparisonTick(`goal-tick:${i}`, px(row.goal), y, thick * 0.9, "row", palette)),
    {
      ...words,
      id: `figure:${i}`,
      x: width,
      y: y - (two ? 8 : 0),
      text: valueText(row, input),
      size: 15,
      strong: true,
      color: palette.text,
      align: "right",
    },
    ...(verdict
      ? [
          {
            ...words,
            id: `verdict:${i}`,
            x: width,
            y: y + 9,
            text: verdict.text,
            strong: true,
            color: verdict.reached ? palette.good : palette.bad,
            align: "right" as const,
          },
        ]
      : []),
  ];
}

/** Darker is worse: at the right where lower is better, at the left where higher is. */
function bandRects(
  row: BulletRow,
  i: number,
  y: number,
  thick: number,
  px: (value: number) => number,
  box: Box,
  { palette }: BuildInput,
): SceneItem[] {
  const edges = [0, ...row.bands, endOf(row)];
  const greys = palette.band.slice(0, edges.length - 1);
  const ordered = row.measure.better === "lower" ? greys : [...greys].reverse();
  return edges.slice(1).map((edge, b) => {
    const from = px(edges[b] ?? 0);
    return {
      id: `band:${i}:${b}`,
      layer: "ground",
      kind: "rect",
      x: from,
      y: y - thick / 2,
      width: Math.max(0, Math.min(px(edge), box.x + box.width) - from),
      height: thick,
      fill: ordered[Math.min(b, ordered.length - 1)] ?? palette.ghost,
    };
  });
}

function rowMark(row: BulletRow, i: number, box: Box, { context, say, width, scrolled }: BuildInput): Mark {
  const text = (value: number | null) => context.formats.value(value, row.measure.format);
  const verdict =
    row.goal === null || row.value === null
      ? null
      : verdictOf(row.value, row.goal, row.measure, context, say);
  return {
    id: `row:${i}`,
    name: row.measure.label,
    shape: { kind: "rect", x: 1, y: box.y + 1 - scrolled, width: width - 2, height: box.height - 2 },
    rows: [
      { label: say("now"), value: text(row.value), key: { glyph: "fill" } },
      ...(row.goal === null
        ? []
        : [{ label: say("target"), value: text(row.goal), key: { glyph: "vtick" as const } }]),
    ],
    picks: [],
    ...(verdict ? { remark: say(verdict.reached ? "reached" : "missed") } : {}),
  };
}
