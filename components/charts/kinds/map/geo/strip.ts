import type { BuildInput } from "../../../draw/model";
import { missingPaint } from "../../../draw/paints";
import type { SceneItem } from "../../../draw/scene";
import type { ValueSteps } from "../../../draw/value-steps";

const HEIGHT = 30;
const BAR = 8;
const LEAST_STEP = 18;
const MOST_STEP = 60;
const GAP = 10;

/** The legend of areas: the steps side by side with their edges below, and what a place without a figure looks like. */
export function stepStrip(
  steps: ValueSteps,
  missing: boolean,
  text: (value: number) => string,
  input: Pick<BuildInput, "width" | "height" | "palette" | "textWidth" | "say">,
): { items: SceneItem[]; height: number } {
  const { width, height, palette, textWidth, say } = input;
  const { colors, edges, low, high } = steps;
  const top = height - HEIGHT + 6;
  const noData = say("noData");
  const beside = missing ? GAP + 14 + 6 + textWidth(noData) : 0;
  const labels = [low, ...edges, high].map((value, i) => ({ i, text: text(value) }));
  const widest = Math.max(...labels.map((label) => textWidth(label.text)));
  const step = Math.max(LEAST_STEP, Math.min(MOST_STEP, (width - beside - widest) / colors.length));
  const left = widest / 2;
  const every = step >= widest + 6 ? 1 : Math.ceil((widest + 6) / step);
  const end = left + step * colors.length;
  const items: SceneItem[] = [
    ...colors.map(
      (fill, i): SceneItem => ({
        id: `step:${i}`,
        layer: "ground",
        kind: "rect",
        x: left + i * step,
        y: top,
        width: step - 1,
        height: BAR,
        fill,
      }),
    ),
    ...labels
      // Both ends are always told.
      .filter(({ i }) => i === colors.length || (i % every === 0 && i + every <= colors.length))
      .map(
        ({ i, text: words }): SceneItem => ({
          id: `edge:${i}`,
          layer: "ground",
          kind: "text",
          x: left + i * step,
          y: top + BAR + 9,
          text: words,
          align: "center",
          color: palette.text2,
        }),
      ),
  ];
  if (missing)
    items.push(
      {
        id: "step:none",
        layer: "ground",
        kind: "rect",
        x: end + GAP,
        y: top - 1,
        width: 14,
        height: BAR + 2,
        ...missingPaint(palette),
      },
      {
        id: "edge:none",
        layer: "ground",
        kind: "text",
        x: end + GAP + 20,
        y: top + BAR / 2,
        text: noData,
        color: palette.text2,
      },
    );
  return { items, height: HEIGHT };
}
