import { shareText } from "../../data/words";
import type { BuildInput } from "../../draw/model";
import { idOf, type SceneItem } from "../../draw/scene";
import type { BarFigures } from "../bar/figures";
import { nameOf, valueText } from "../bar/words";
import type { Slice } from "./model";

const LINE = 34;

/** Name above, figure and share below (names alone with `label: none`), at the slice's side; words that would lie on each other move apart. */
export function sliceLabels(slices: readonly Slice[], figures: BarFigures, input: BuildInput): SceneItem[] {
  const placed = slices
    .filter(({ share }) => share > 0.005)
    .map((slice) => {
      const { x, y, outer, start, end } = slice.sector;
      const angle = (start + end) / 2;
      return {
        slice,
        right: Math.cos(angle) >= 0,
        x: x + Math.cos(angle) * (outer + 14),
        y: y + Math.sin(angle) * (outer + 34),
      };
    });
  return [true, false].flatMap((right) => {
    const side = placed.filter((one) => one.right === right).sort((a, b) => a.y - b.y);
    return settle(
      side.map(({ y }) => y),
      LINE / 2 + 2,
      input.height - LINE / 2,
    ).flatMap((y, i) => {
      const one = side[i];
      return one ? words(one.slice, one.x, y, right, figures, input) : [];
    });
  });
}

function words(
  slice: Slice,
  x: number,
  y: number,
  right: boolean,
  figures: BarFigures,
  input: BuildInput,
): SceneItem[] {
  const { palette, width, context } = input;
  const { bar } = slice;
  const room = Math.max(24, right ? width - x : x);
  const text = `${valueText(bar, figures, input)}  ${shareText(slice.share, 1, context)}`;
  const ghost = bar.state === "A";
  const figured = input.object.label !== "none";
  const at = {
    layer: "over" as const,
    kind: "text" as const,
    x,
    align: right ? ("left" as const) : ("right" as const),
    maxWidth: room,
  };
  const key = bar.key ?? bar.name;
  return [
    {
      ...at,
      id: idOf("name", key),
      y: figured ? y - 8 : y,
      text: nameOf(bar),
      size: 13,
      strong: !ghost,
      color: ghost ? palette.text3 : palette.text,
    },
    ...(figured
      ? [
          {
            ...at,
            id: idOf("value", key),
            y: y + 9,
            text,
            color: ghost ? palette.text3 : palette.text2,
          },
        ]
      : []),
  ];
}

/** Places in order, at least a label apart, pushed up again where they ran out at the bottom. */
function settle(wanted: readonly number[], top: number, bottom: number): number[] {
  let floor = top - LINE;
  const down = wanted.map((y) => {
    floor = Math.max(y, floor + LINE);
    return floor;
  });
  let ceiling = bottom + LINE;
  return down
    .reverse()
    .map((y) => {
      ceiling = Math.min(y, ceiling - LINE);
      return ceiling;
    })
    .reverse();
}
