import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { Look } from "../../charts/draw/model";
import { seriesPaint, statePaint, verdictSign } from "../../charts/draw/paints";
import type { Box, Point, SceneItem } from "../../charts/draw/scene";
import type { ObjectContext } from "../../charts/port";
import { courseOf, figuresOf, partsOf } from "../../dashboards/kinds/kpi-figures";
import { scaleOf } from "../../dashboards/kinds/sparkline-path";
import { verdictOf } from "../../dashboards/kinds/verdict";

const SIZE = 26;

/** A figure, its course beside it, its change below. */
export function kpiItems(
  object: SheetObject,
  context: ObjectContext,
  answers: Record<string, Answer>,
  { palette, textWidth }: Look,
  box: Box,
): SceneItem[] {
  const parts = partsOf(object, context);
  const { value, before, rule } = figuresOf(parts, answers.value);
  const use = rule?.use ?? parts.otherwise;
  const { formats } = context;
  const verdict = { use, mark: rule?.mark, say: "" };
  const text = `${verdictSign(verdict)}${formats.value(value, parts.main.format, { compact: true })}`;
  const middle = box.y + SIZE / 2 + 2;
  const items: SceneItem[] = [
    {
      id: "value",
      layer: "over",
      kind: "text",
      x: box.x,
      y: middle,
      text,
      color:
        use === "neutral"
          ? palette.text
          : statePaint(undefined, verdict, seriesPaint(0, palette), palette).fill,
      size: SIZE,
      strong: true,
    },
  ];
  const from = box.x + textWidth(text, SIZE, true) + 12;
  const course = courseOf(answers.trend, 1);
  if (course && box.x + box.width - from > 40)
    items.push(
      ...courseItems(course, palette, { x: from, y: box.y, width: box.x + box.width - from, height: 32 }),
    );
  const change = parts.compare ? formats.change(value, before, parts.main.format) : null;
  if (!change) return items;
  const good = verdictOf(change.sign, parts.main.better);
  const color = good === "good" ? palette.good : good === "bad" ? palette.bad : palette.text2;
  const arrow = change.sign > 0 ? "▲ " : change.sign < 0 ? "▼ " : "";
  items.push({
    id: "change",
    layer: "over",
    kind: "text",
    x: box.x,
    y: box.y + SIZE + 18,
    text: `${arrow}${change.text}`,
    color,
    strong: true,
    maxWidth: box.width,
  });
  return items;
}

function courseItems(course: (number | null)[], palette: Look["palette"], box: Box): SceneItem[] {
  const scale = scaleOf(course, course.length);
  const place = (value: number, i: number): Point => [
    box.x + (scale.x(i) / 100) * (box.width - 4),
    box.y + (scale.y(value) / 32) * box.height,
  ];
  const stretches: Point[][] = [[]];
  course.forEach((value, i) => {
    if (value === null) stretches.push([]);
    else stretches.at(-1)?.push(place(value, i));
  });
  const end = stretches.at(-1)?.at(-1);
  const stroke = palette.series[0] ?? palette.text;
  return [
    ...stretches
      .filter((points) => points.length > 1)
      .map(
        (points, i): SceneItem => ({
          id: `course ${i}`,
          layer: "marks",
          kind: "line",
          points,
          stroke,
          lineWidth: 1.5,
        }),
      ),
    ...(end
      ? [
          {
            id: "end",
            layer: "marks" as const,
            kind: "circle" as const,
            x: end[0],
            y: end[1],
            r: 2.5,
            fill: stroke,
          },
        ]
      : []),
  ];
}
