import type { SheetObject } from "@/server/templates/sheet-schema";
import type { Builder, BuildInput, ChartModel } from "./draw/model";
import { bar, barModel } from "./kinds/bar";
import { boxplot, boxplotModel } from "./kinds/boxplot";
import { bullet, bulletModel } from "./kinds/bullet";
import { combo, comboModel } from "./kinds/combo";
import { gauge, gaugeModel } from "./kinds/gauge";
import { heatmap, heatmapModel } from "./kinds/heatmap";
import { histogram, histogramModel } from "./kinds/histogram";
import { line, lineModel } from "./kinds/line";
import { map, mapModel } from "./kinds/map";
import { pie, pieModel } from "./kinds/pie";
import { scatter, scatterModel } from "./kinds/scatter";
import { treemap, treemapModel } from "./kinds/treemap";
import { waterfall, waterfallModel } from "./kinds/waterfall";
import type { ObjectKind } from "./port";

type Kind = SheetObject["kind"];

/** What each kind of chart asks, its builder and its words; without a view, so that a process without a page has them. */
export const drawnKinds: Partial<Record<Kind, Omit<ObjectKind, "View"> & { build: Builder }>> = {
  bar: { ...bar, build: barModel },
  boxplot: { ...boxplot, build: boxplotModel },
  bullet: { ...bullet, build: bulletModel },
  combo: { ...combo, build: comboModel },
  gauge: { ...gauge, build: gaugeModel },
  heatmap: { ...heatmap, build: heatmapModel },
  histogram: { ...histogram, build: histogramModel },
  line: { ...line, build: lineModel },
  map: { ...map, build: mapModel },
  pie: { ...pie, build: pieModel },
  scatter: { ...scatter, build: scatterModel },
  treemap: { ...treemap, build: treemapModel },
  waterfall: { ...waterfall, build: waterfallModel },
};

/** The model of an object by its kind; null for a kind that is no chart. Pure. */
export const modelOf = (input: BuildInput): ChartModel | null =>
  drawnKinds[input.object.kind]?.build(input) ?? null;
