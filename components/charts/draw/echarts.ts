import { CustomChart } from "echarts/charts";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

// Layout, axes and hit areas are our own (`scene.ts`): of ECharts only the drawing of moving shapes is taken.
use([CustomChart, CanvasRenderer]);

export type { EChartsType };

/** An empty drawing of the element's size. Dispose of it when the element goes. */
export const openDrawing = (element: HTMLElement, width: number, height: number): EChartsType =>
  init(element, null, { renderer: "canvas", width, height, useDirtyRect: false });
