import type { Builder } from "../../charts/draw/model";
import { type LatePart, latePart } from "../../ui/late-part";

/** Builds once it is there; before, whoever wants to build waits for it. */
export interface LateBuilder extends Builder {
  part: LatePart<Builder>;
}

function loaded(load: () => Promise<Builder>): LateBuilder {
  const part = latePart(load);
  const build: Builder = (input) => {
    const { found } = part.state();
    if (!found) throw part.fetch();
    return found(input);
  };
  return Object.assign(build, { part });
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
