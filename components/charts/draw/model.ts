import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { AtlasState } from "../kinds/map/geo/atlas";
import type { MapView } from "../kinds/map/geo/projection";
import type { ObjectContext } from "../port";
import type { Say } from "../texts";
import type { LegendItem, Mark } from "./marks";
import type { Palette } from "./palette";
import type { SceneItem } from "./scene";

/** Width of a text in px. */
export type TextWidth = (text: string, size?: number, strong?: boolean) => number;

/** Colors and widths of texts, as they hold where the chart stands. */
export interface Look {
  palette: Palette;
  textWidth: TextWidth;
}

/** Everything a builder may look at. Equal input, equal chart. */
export interface BuildInput extends Look {
  object: SheetObject;
  context: ObjectContext;
  answers: Record<string, Answer>;
  /** Size of the drawing in px. */
  width: number;
  height: number;
  say: Say;
  /** How far a chart that is longer than its box is scrolled, px. */
  scrolled: number;
  /** Shapes of countries, for maps; default: as they are loaded. */
  atlas?: AtlasState;
  /** How a map is zoomed and moved; default: all of its region. */
  view?: MapView;
}

/** A chart, ready to be drawn and pointed at. */
export interface ChartModel {
  scene: SceneItem[];
  /** In reading order. */
  marks: Mark[];
  legend: LegendItem[];
  /** What was cut, in words: "2,000 of 48,211 points, the largest". */
  note?: string;
  /** Dragging selects: a range of x, of y, or a box. */
  brush?: "x" | "y" | "xy";
  /** Levels of a drilled dimension. */
  crumb?: { label: string; canGoUp: boolean };
  /** Can be zoomed and moved. */
  roams?: boolean;
  /** Height of a legend along the drawing's lower edge, px. */
  foot?: number;
  /** Longer than the box: it scrolls. */
  contentHeight?: number;
  /** Nothing to draw: the words to say instead. */
  empty?: string;
}

export type Builder = (input: BuildInput) => ChartModel;

export const nothing = (input: BuildInput): ChartModel => ({
  scene: [],
  marks: [],
  legend: [],
  empty: input.context.text(input.object.empty) || input.say("empty"),
});
