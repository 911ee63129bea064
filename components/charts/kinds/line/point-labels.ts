import { type Box, idOf, type SceneItem } from "../../draw/scene";
import type { LineDraw } from "./panel";

const HEIGHT = 16;

/** Figures at the points of lines, where the sheet asks for all: as many as lie on no other, the last of one line is at its end. */
export function pointLabels({ figures, along, axis, box, input, id }: LineDraw): SceneItem[] {
  if (input.object.label !== "all") return [];
  const taken: Box[] = [];
  return figures.series.flatMap((series, s) => {
    const known = figures.bars.flatMap(({ values }, i) =>
      values[s] == null ? [] : [{ i, value: values[s] }],
    );
    const shown = figures.series.length === 1 ? known.slice(0, -1) : known;
    return shown.flatMap(({ i, value }): SceneItem[] => {
      const text = input.context.formats.value(value, series.measure.format, { compact: true });
      const wide = input.textWidth(text) + 6;
      const beside = [-1, 1].map((step) => figures.bars[i + step]?.values[s] ?? value);
      const place = placeAt(along.at(i), axis.px(value), wide, box, turnOf(value, beside));
      if (taken.some((one) => touches(one, place))) return [];
      taken.push(place);
      return [
        {
          id: idOf(`${id}-figure${s}`, i),
          layer: "over",
          kind: "text",
          x: place.x + wide / 2,
          y: place.y + HEIGHT / 2,
          text,
          color: input.palette.text2,
          align: "center",
          rim: input.palette.surface,
        },
      ];
    });
  });
}

type Turn = "high" | "low" | "up" | "down";

/** How the line goes through a point, left to right. */
function turnOf(value: number, [before = value, after = value]: number[]): Turn {
  if (before <= value && after <= value) return "high";
  if (before >= value && after >= value) return "low";
  return before < value ? "up" : "down";
}

/** Where the line does not go: above a high point, below a low one, left of a rise, right of a fall; inside the panel. */
function placeAt(x: number, y: number, width: number, box: Box, turn: Turn): Box {
  const wanted = turn === "up" ? x - width : turn === "down" ? x : x - width / 2;
  const left = Math.max(box.x, Math.min(wanted, box.x + box.width - width));
  const above = Math.max(0, y - (turn === "high" ? 6 : 2) - HEIGHT);
  return { x: left, y: turn === "low" ? y + 5 : above, width, height: HEIGHT };
}

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
