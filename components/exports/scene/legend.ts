import type { Key, LegendItem } from "../../charts/draw/marks";
import type { Look } from "../../charts/draw/model";
import { type SceneItem, symbolPoints } from "../../charts/draw/scene";

const GAP = 14;
const BESIDE = 5;

/** The words of a chart's marks with their keys, in a line; words that find no room are left out. */
export function legendItems(
  legend: readonly LegendItem[],
  { palette, textWidth }: Look,
  place: { x: number; y: number; width: number },
): SceneItem[] {
  const items: SceneItem[] = [];
  let x = place.x;
  for (const [i, { text, key }] of legend.entries()) {
    const keyWidth = key ? widthOfKey(key) + BESIDE : 0;
    const width = keyWidth + textWidth(text, 12);
    if (x + width > place.x + place.width) break;
    if (key) items.push(...keyItems(key, `key${i}`, x, place.y, palette));
    items.push({
      id: `legend${i}`,
      layer: "over",
      kind: "text",
      x: x + keyWidth,
      y: place.y,
      text,
      color: palette.text3,
    });
    x += width + GAP;
  }
  return items;
}

const RAMP = 64;
const widthOfKey = ({ glyph }: Key) =>
  glyph === "ramp" ? RAMP : glyph === "line" || glyph === "tick" ? 14 : 11;

function keyItems(
  { glyph, color, colors = [] }: Key,
  id: string,
  x: number,
  y: number,
  palette: Look["palette"],
): SceneItem[] {
  const fill = plain(color) ?? palette.series[0];
  const base = { id, layer: "over" as const };
  switch (glyph) {
    case "ramp":
      return colors.map((step, i) => ({
        ...base,
        id: `${id}:${i}`,
        kind: "rect",
        x: x + (i * RAMP) / colors.length,
        y: y - 4,
        width: RAMP / colors.length,
        height: 8,
        fill: step,
      }));
    case "line":
      return [{ ...base, kind: "rect", x, y: y - 1, width: 14, height: 2, fill }];
    case "tick":
      return [{ ...base, kind: "rect", x, y: y - 1, width: 14, height: 2, fill: palette.text }];
    case "vtick":
      return [{ ...base, kind: "rect", x: x + 4.5, y: y - 5.5, width: 2, height: 11, fill: palette.text }];
    case "ghost":
      return [
        {
          ...base,
          kind: "rect",
          x,
          y: y - 5,
          width: 10,
          height: 10,
          fill: palette.ghost,
          stroke: palette.ghostInk,
        },
      ];
    case "circle":
      return [{ ...base, kind: "circle", x: x + 5.5, y, r: 4.5, fill }];
    case "ring":
      return [{ ...base, kind: "circle", x: x + 5.5, y, r: 4, stroke: fill, lineWidth: 1.6 }];
    case "square":
    case "triangle":
    case "diamond":
      return [{ ...base, kind: "area", points: symbolPoints(glyph, x + 5.5, y, 4.6), fill }];
    default:
      return [{ ...base, kind: "rect", x, y: y - 5, width: 10, height: 10, fill }];
  }
}

/** Keys may name a color of the style sheet, which paper has not. */
const plain = (color: string | undefined) => (color?.startsWith("#") ? color : undefined);
