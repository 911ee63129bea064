import type { CellValue, ValueState } from "@/server/platform/model";
import type { Key, TipRow } from "../draw/marks";
import type { MarkPaint } from "../draw/paints";
import type { Palette } from "../draw/palette";
import type { ObjectContext, ResolvedMeasure } from "../port";
import type { Say } from "../texts";
import type { ChartDimension } from "./dimensions";
import type { Row } from "./rows";

/** Change against a comparison as shown beside a figure; the color by what is better, never by the sign. */
export function changeOf(
  now: CellValue,
  before: CellValue,
  measure: ResolvedMeasure,
  context: ObjectContext,
  palette: Palette,
): { text: string; color: string } | null {
  const change = context.formats.change(now, before, measure.format);
  if (!change) return null;
  const bare = change.text.replace(/^[+\u2212-]/, "");
  const arrow = change.sign > 0 ? "▲ " : change.sign < 0 ? "▼ " : "";
  const neutral = change.sign === 0 || measure.better === "none";
  const good = change.sign > 0 === (measure.better === "higher");
  return { text: `${arrow}${bare}`, color: neutral ? palette.text2 : good ? palette.good : palette.bad };
}

/** Rows of a tooltip for one figure: the figure, what it is compared with, the change. */
export function figureRows(
  value: CellValue,
  before: CellValue | undefined,
  measure: ResolvedMeasure & { compare: ResolvedMeasure | null },
  context: ObjectContext,
  say: Say,
  keys: { value?: Key; compare?: Key } = {},
): TipRow[] {
  const { formats } = context;
  const rows: TipRow[] = [
    { label: measure.label, value: formats.value(value, measure.format), key: keys.value },
  ];
  if (!measure.compare || before === undefined) return rows;
  rows.push({
    label: measure.compare.label,
    value: formats.value(before, measure.compare.format),
    key: keys.compare,
  });
  const change = formats.change(value, before, measure.format);
  if (change) rows.push({ label: say("change"), value: change.text });
  return rows;
}

/** Share of the whole, "26.1 %". */
export const shareText = (part: number, whole: number, context: ObjectContext): string =>
  context.formats.value(whole === 0 ? null : part / whole, { kind: "percent", digits: 1 });

/** What a click on a value does. */
export function footOf(
  row: Pick<Row, "key" | "other" | "state">,
  dimension: ChartDimension,
  say: Say,
): string | undefined {
  if (row.other || row.key === null || dimension.field === null) return undefined;
  if (row.state === "L") return say("locked");
  if (row.state === "X" || row.state === "XS") return say("excluded");
  if (row.state === "A") return say("alternative");
  if (row.state === "S") return say("deselect");
  const next = dimension.levels[dimension.level + 1];
  return next ? say("selectOrDrill", { field: next }) : say("select");
}

const SPOKEN = { S: "stateS", O: "stateO", A: "stateA", X: "stateX", XS: "stateXS", L: "stateL" } as const;

export const spokenState = (state: ValueState | undefined, say: Say): string =>
  state === undefined ? "" : say(SPOKEN[state]);

/** The key of a series in legend and tooltip. */
export const fillKey = (paint: MarkPaint): Key => ({ glyph: "fill", color: paint.fill });
