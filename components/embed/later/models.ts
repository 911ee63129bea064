import type { Builder } from "../../charts/draw/model";

/** Builds once it is there; until then the chart waits (`chart-view.tsx` beside this). */
function loaded(load: () => Promise<Builder>): Builder {
  let model: Builder | null = null;
  let loading: Promise<void> | null = null;
  return (input) => {
    if (model) return model(input);
    loading ??= insisting(load).then((found) => {
      model = found;
    });
    throw loading;
  };
}

const PAUSE_MS = 3000;

/** Without a network the chart waits: it would be drawn again at once, and ask again, if this failed. */
async function insisting<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** Models of charts that few sheets have. */
export const boxplotModel = loaded(
  async () => (await import("../../charts/kinds/boxplot/model")).boxplotModel,
);
export const heatmapModel = loaded(
  async () => (await import("../../charts/kinds/heatmap/model")).heatmapModel,
);
export const histogramModel = loaded(
  async () => (await import("../../charts/kinds/histogram/model")).histogramModel,
);
export const treemapModel = loaded(
  async () => (await import("../../charts/kinds/treemap/model")).treemapModel,
);
export const waterfallModel = loaded(
  async () => (await import("../../charts/kinds/waterfall/model")).waterfallModel,
);
