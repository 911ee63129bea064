import type { CustomSeriesOption } from "echarts/charts";
import type { ComposeOption } from "echarts/core";
import type { Look } from "./model";
import type { Layer, SceneItem } from "./scene";
import { truncated } from "./truncate";

export type ChartOption = ComposeOption<CustomSeriesOption>;

const LAYERS: readonly Layer[] = ["ground", "marks", "over"];
/** Above this number of shapes nothing moves: the frames would be late. */
export const ANIMATED_SHAPES = 500;

/**
 * A scene as an ECharts option: one custom series per layer, an element per shape. Elements are matched by id, so that
 * a value's mark moves to its new place; the ground never moves.
 */
export function sceneOption(
  scene: readonly SceneItem[],
  { palette, textWidth }: Look,
  animate: boolean,
): ChartOption {
  const moving = animate && scene.length <= ANIMATED_SHAPES;
  return {
    animation: moving,
    animationDuration: 0,
    animationDurationUpdate: 160,
    animationEasingUpdate: "cubicOut",
    series: LAYERS.map((layer, z) => {
      const items = scene.filter((item) => item.layer === layer);
      const moves = moving && layer !== "ground";
      return {
        id: layer,
        type: "custom",
        coordinateSystem: "none",
        silent: true,
        animation: moves,
        z: z + 1,
        data: items.map((item) => ({ id: item.id, name: item.id, value: 0 })),
        renderItem: ({ dataIndex }) => elementOf(items[dataIndex], { palette, textWidth }, moves),
      } satisfies CustomSeriesOption;
    }),
  };
}

type Element = ReturnType<NonNullable<CustomSeriesOption["renderItem"]>>;

function elementOf(item: SceneItem | undefined, look: Look, moves: boolean): Element {
  if (!item) return null;
  const motion = moves ? { transition: ["shape" as const, "x" as const, "y" as const] } : {};
  return { ...shapeOf(item, look), silent: true, ...motion } as Element;
}

function shapeOf(item: SceneItem, look: Look): object {
  if (item.kind === "text") return textElement(item, look);
  if (item.kind === "line")
    return {
      type: "polyline",
      shape: { points: item.points },
      style: {
        fill: null,
        stroke: item.stroke,
        lineWidth: item.lineWidth ?? 1,
        lineDash: item.dash ?? null,
        lineJoin: "round",
        opacity: item.opacity ?? 1,
      },
    };
  const style = {
    fill: item.fill ?? null,
    stroke: item.stroke ?? null,
    lineWidth: item.lineWidth ?? (item.stroke ? 1 : 0),
    lineDash: item.dash ?? null,
    opacity: item.opacity ?? 1,
    decal: item.pattern
      ? { backgroundColor: "transparent", color: look.palette.surface, ...item.pattern }
      : null,
  };
  return { ...geometry(item), style };
}

function geometry(item: Exclude<SceneItem, { kind: "text" | "line" }>): object {
  switch (item.kind) {
    case "rect":
      return {
        type: "rect",
        shape: { x: item.x, y: item.y, width: item.width, height: item.height, r: item.radius ?? 0 },
      };
    case "area":
      return { type: "polygon", shape: { points: item.points } };
    case "circle":
      return { type: "circle", shape: { cx: item.x, cy: item.y, r: item.r } };
    case "sector":
      return {
        type: "sector",
        shape: {
          cx: item.x,
          cy: item.y,
          r0: item.inner,
          r: item.outer,
          startAngle: item.start,
          endAngle: item.end,
        },
      };
  }
}

/** Shortened here: the widths that the drawing library remembers are of the font before it was loaded. */
function textElement(item: Extract<SceneItem, { kind: "text" }>, { palette, textWidth }: Look): object {
  const { text, maxWidth, size, strong } = item;
  return {
    type: "text",
    x: item.x,
    y: item.y,
    style: {
      text: maxWidth === undefined ? text : truncated(text, maxWidth, textWidth, size, strong),
      fill: item.color,
      fontSize: item.size ?? 12,
      fontWeight: item.strong ? 640 : 420,
      fontFamily: palette.font,
      align: item.align ?? "left",
      verticalAlign: item.baseline ?? "middle",
      opacity: item.opacity ?? 1,
      ...(item.rim ? { stroke: item.rim, lineWidth: 3 } : {}),
    },
  };
}
