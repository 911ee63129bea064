import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { linesModel } from "../line/model";
import { columnsModel } from "./columns-model";
import { type BarFigures, barFigures } from "./figures";
import { rowsModel } from "./rows-model";

/** Columns beyond this number are a line. */
const MOST_COLUMNS = 40;

/** Bars of any orientation; the figures decide where the sheet's wish does not fit. */
export function barModel(input: BuildInput): ChartModel {
  const figures = barFigures(input);
  if (!figures) return nothing(input);
  if (input.object.as !== "column") return rowsModel(figures, input);
  if (figures.bars.length > MOST_COLUMNS && isOrdered(figures)) {
    const line = linesModel(figures, input, "line");
    return { ...line, note: line.note ?? input.say("manyAsLine", { count: MOST_COLUMNS }) };
  }
  return turns(figures, input) ? rowsModel(figures, input) : columnsModel(figures, input);
}

/** Whether the dimension has an order of its own, so that its values stay side by side. */
const isOrdered = ({ dimension }: BarFigures): boolean =>
  ["number", "text", "load"].includes(dimension.sort?.by ?? "value");

/** Columns whose names would not fit turn into bars, unless they are in an order that reads from left to right. */
function turns(figures: BarFigures, { width, textWidth }: BuildInput): boolean {
  if (isOrdered(figures)) return false;
  const widest = Math.max(...figures.bars.map(({ name }) => textWidth(name)));
  return widest + 6 > ((width - 40) / figures.bars.length) * 1.6;
}
