import { choiceOf, isSelected, picksOf } from "../../data/rows";
import { categoryFeet } from "../../draw/axes";
import { inkOn } from "../../draw/colors";
import type { Mark } from "../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { bands } from "../../draw/scales";
import { idOf, type SceneItem } from "../../draw/scene";
import { type ValueColors, valueColors } from "../../draw/value-colors";
import { shadesLegend } from "../bar/own-paints";
import { barCrumb, drillOf } from "../bar/words";
import { type Heading, type HeatCells, type HeatParts, heatCells, heatParts } from "./cells";

const FOOT = 26;
/** Smallest cell that has room for the sign of too low or too high, px. */
const LEAST_SIGN = 14;

/** Two dimensions, one measure: figures in cells, shaded; too low and too high carry ▼ and ▲ as well. */
export function heatmapModel(input: BuildInput): ChartModel {
  const parts = heatParts(input.object, input.context);
  const cells = parts && heatCells(parts, input.answers);
  if (!parts || !cells) return nothing(input);
  const { width, height } = input;
  const names = Math.min(
    width * 0.34,
    Math.max(...cells.rows.map(({ name, state }) => input.textWidth(signed(name, state), 13, true))) + 16,
  );
  const across = bands(cells.columns.length, names, width);
  const down = bands(cells.rows.length, 0, height - FOOT);
  const shades = shadesOf(cells, input);
  const known = { parts, cells, across, down, input };
  const draw = { ...known, figures: figuresFit(known) };
  const box = { x: names, y: 0, width: width - names, height: height - FOOT };
  const heads = cells.columns.map(({ name, state }, j) => ({
    at: across.middle(j),
    text: signed(name, state),
    strong: state === "S",
  }));
  const all = cells.rows.flatMap((_, i) =>
    cells.columns.map((_column, j) => ({ i, j, value: cells.at(i, j) })),
  );
  const cut = cells.rowCount > cells.rows.length || cells.columnCount > cells.columns.length;
  return {
    scene: [
      ...rowNames(names, draw),
      ...categoryFeet(heads, height - FOOT + 8, across.size, box, input),
      ...all.flatMap(({ i, j, value }) => cellItems(i, j, value, shades(i, j), draw)),
    ],
    marks: all.map(({ i, j, value }) => cellMark(i, j, value, draw)),
    legend: [{ text: parts.measure.label }, ...shadesLegend(shades(0, 0), parts.measure.format, input)],
    note: cut
      ? input.say("cutCells", {
          rows: cells.rows.length,
          allRows: cells.rowCount,
          columns: cells.columns.length,
          allColumns: cells.columnCount,
        })
      : undefined,
    brush: "xy",
    ...barCrumb(parts.rows.levels.length ? parts.rows : parts.columns),
  };
}

interface HeatDraw {
  parts: HeatParts;
  cells: HeatCells;
  across: ReturnType<typeof bands>;
  down: ReturnType<typeof bands>;
  input: BuildInput;
  /** Whether the cells have room for their figures. */
  figures: boolean;
}

/** A figure cut short is another figure: where one does not fit, shades and signs stand alone. */
function figuresFit(draw: Omit<HeatDraw, "figures">): boolean {
  const { cells, across, down, input } = draw;
  if (across.size < 34 || down.size < 20 || input.object.label === "none") return false;
  const widest = cells.values.reduce(
    (most, value) => Math.max(most, input.textWidth(cellText(value, draw), 13)),
    0,
  );
  return widest <= across.size - 4;
}

const signOf = (value: number | null, { input }: Pick<HeatDraw, "input">): string => {
  const extreme = value === null ? null : beyond(value, input.object.color);
  return extreme === "low" ? "▼" : extreme === "high" ? "▲" : "";
};

function cellText(value: number | null, draw: Pick<HeatDraw, "input" | "parts">): string {
  const { input, parts } = draw;
  const text = input.context.formats.value(value, parts.measure.format, { compact: true });
  return [signOf(value, draw), text].filter(Boolean).join(" ");
}

const signed = (name: string, state: string | undefined): string =>
  state === "S" || state === "L" ? `✓ ${name}` : name;

/** Shades over all cells, or within each row or column as `color.per` says. */
function shadesOf(
  cells: HeatCells,
  { object, palette }: BuildInput,
): (row: number, column: number) => ValueColors {
  const { color } = object;
  const known = (values: (number | null)[]) => values.filter((value) => value !== null);
  if (color?.per === "row") {
    const rows = cells.rows.map((_, i) =>
      valueColors(color, known(cells.columns.map((_column, j) => cells.at(i, j))), palette),
    );
    return (row) => rows[row] ?? valueColors(color, [], palette);
  }
  if (color?.per === "column") {
    const columns = cells.columns.map((_, j) =>
      valueColors(color, known(cells.rows.map((_row, i) => cells.at(i, j))), palette),
    );
    return (_row, column) => columns[column] ?? valueColors(color, [], palette);
  }
  const all = valueColors(color, cells.values, palette);
  return () => all;
}

function rowNames(right: number, { cells, down, input }: HeatDraw): SceneItem[] {
  const every = Math.max(1, Math.ceil(15 / down.size));
  return cells.rows.flatMap(({ key, name, state }, i): SceneItem[] =>
    i % every
      ? []
      : [
          {
            id: idOf("row", key),
            layer: "ground",
            kind: "text",
            x: right - 8,
            y: down.middle(i),
            text: signed(name, state),
            size: Math.min(13, Math.max(12, down.size)),
            strong: state === "S" || state === "L",
            color: input.palette.text,
            align: "right",
            maxWidth: right - 8,
          },
        ],
  );
}

function cellItems(
  i: number,
  j: number,
  value: number | null,
  shades: ValueColors,
  draw: HeatDraw,
): SceneItem[] {
  const { cells, across, down, input, figures } = draw;
  const { palette } = input;
  const key = `${cells.rows[i]?.key}|${cells.columns[j]?.key}`;
  const fill = value === null ? palette.surface : shades.colorOf(value);
  const gap = across.size > 12 && down.size > 8 ? 1 : 0.25;
  const rect: SceneItem = {
    id: idOf("cell", key),
    layer: "marks",
    kind: "rect",
    x: across.start(j) + gap,
    y: down.start(i) + gap,
    width: Math.max(0.5, across.size - 2 * gap),
    height: Math.max(0.5, down.size - 2 * gap),
    radius: gap === 1 ? 3 : 0,
    fill,
  };
  const sign = signOf(value, draw);
  const room = across.size >= LEAST_SIGN && down.size >= LEAST_SIGN && input.object.label !== "none";
  const text = figures ? cellText(value, draw) : room ? sign : "";
  if (!text) return value === null ? [] : [rect];
  const words: SceneItem = {
    id: idOf("figure", key),
    layer: "over",
    kind: "text",
    x: across.middle(j),
    y: down.middle(i),
    text,
    size: 13,
    strong: Boolean(sign),
    color: value === null ? palette.text3 : inkOn(fill),
    align: "center",
  };
  return value === null ? [words] : [rect, words];
}

function beyond(value: number, color: BuildInput["object"]["color"]): "low" | "high" | null {
  if (color?.low !== undefined && value < color.low) return "low";
  return color?.high !== undefined && value > color.high ? "high" : null;
}

function cellMark(
  i: number,
  j: number,
  value: number | null,
  { parts, cells, across, down, input }: HeatDraw,
): Mark {
  const [row, column] = [cells.rows[i], cells.columns[j]];
  const picks = [
    ...(row ? picksOf({ key: row.key, other: false }, parts.rows) : []),
    ...(column ? picksOf({ key: column.key, other: false }, parts.columns) : []),
  ];
  const below = [parts.rows, parts.columns].map(({ levels, level }) => levels[level + 1]).find(Boolean);
  const extreme = value === null ? null : beyond(value, input.object.color);
  const say = input.object.color?.say ?? [];
  const remark = input.context.text(extreme === "low" ? say[0] : extreme === "high" ? say.at(-1) : undefined);
  return {
    id: idOf("cell", `${row?.key}|${column?.key}`),
    name: `${row?.name ?? ""}, ${column?.name ?? ""}`,
    shape: { kind: "rect", x: across.start(j), y: down.start(i), width: across.size, height: down.size },
    get rows() {
      return [
        { label: parts.measure.label, value: input.context.formats.value(value, parts.measure.format) },
        ...(remark ? [{ label: "", value: remark }] : []),
      ];
    },
    state: cellState(row, column),
    ...(picks.length ? { foot: cellFoot(picks.length, below, input) } : {}),
    ...choiceOf(picks, input.context),
    ...(row ? drillOf({ key: row.key, other: false }, parts.rows) : {}),
    ...(column ? drillOf({ key: column.key, other: false }, parts.columns) : {}),
    remark,
  };
}

/** A cell is selected where both of its headings are. */
function cellState(row: Heading | undefined, column: Heading | undefined): Mark["state"] {
  return isSelected(row?.state) && isSelected(column?.state) ? "S" : undefined;
}

function cellFoot(fields: number, below: string | undefined, { say }: BuildInput): string {
  if (below) return say("selectOrDrill", { field: below });
  return say(fields > 1 ? "selectBoth" : "select");
}
