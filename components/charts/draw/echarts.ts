import { CustomChart } from "echarts/charts";
import { type EChartsType, init, setPlatformAPI, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { textMeasure } from "./text-measure";

// Layout, axes and hit areas are our own (`scene.ts`): of ECharts only the drawing of moving shapes is taken.
use([CustomChart, CanvasRenderer]);
const measure = textMeasure();
if (measure) setPlatformAPI({ measureText: measure });

export type { EChartsType };

/** An empty drawing of the element's size. Dispose of it when the element goes. */
export const openDrawing = (element: HTMLElement, width: number, height: number): EChartsType =>
  init(element, null, { renderer: "canvas", width, height, useDirtyRect: false });
