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
      const place = placeAt(along.at(i), axis.px(value), wide, box);
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

/** Above its point, inside the panel. */
function placeAt(x: number, y: number, width: number, box: Box): Box {
  const left = Math.max(box.x, Math.min(x - width / 2, box.x + box.width - width));
  return { x: left, y: Math.max(0, y - 6 - HEIGHT), width, height: HEIGHT };
}

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
