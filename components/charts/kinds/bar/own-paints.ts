import type { CellValue } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { colorIndexes } from "../../data/color-ranks";
import type { LegendItem } from "../../draw/marks";
import type { BuildInput } from "../../draw/model";
import { type MarkPaint, seriesPaint } from "../../draw/paints";
import { type ValueColors, valueColors } from "../../draw/value-colors";
import type { ValueFormat } from "../../port";

export type ColorBy = NonNullable<NonNullable<SheetObject["color"]>["by"]>;

/** What a bar is filled by where one color for all of its measure is not wanted. */
interface Colored {
  key: CellValue;
  total: number | null;
  other: boolean;
}

export interface OwnPaints {
  /** Undefined: the color of its series. */
  of(bar: Colored): MarkPaint | undefined;
  /** Shades, where they stand for figures. */
  shades: ValueColors | null;
}

/** Paints of bars, slices and tiles by what the sheet says; `usual` where it says nothing. */
export function ownPaints(bars: readonly Colored[], input: BuildInput, usual: ColorBy): OwnPaints {
  const { object, palette, answers } = input;
  const by = object.color?.by ?? usual;
  if (by === "dimension") {
    const keys = bars.filter(({ other }) => !other).map(({ key }) => key);
    const colors = colorIndexes(keys, answers, palette.series.length);
    return { of: ({ key }) => seriesPaint(colors.get(key) ?? palette.series.length, palette), shades: null };
  }
  if (by === "measure") return { of: () => undefined, shades: null };
  const totals = bars.flatMap(({ total, other }) => (total === null || other ? [] : [total]));
  const shades = valueColors(object.color, totals, palette, true);
  return { of: ({ total }) => (total === null ? undefined : { fill: shades.colorOf(total) }), shades };
}

/** From low to high, in the sheet's words or as figures. */
export function shadesLegend(
  { low, high, stops }: Pick<ValueColors, "low" | "high" | "stops">,
  format: ValueFormat,
  { object, context }: BuildInput,
): LegendItem[] {
  const text = (value: number) => context.formats.value(value, format, { compact: true });
  const [first, ...rest] = object.color?.say ?? [];
  const diverging = object.color?.scale === "diverging";
  return [
    { text: first ? `${diverging ? "▼ " : ""}${context.text(first)}` : text(low) },
    {
      text: rest.length ? `${context.text(rest.at(-1))}${diverging ? " ▲" : ""}` : text(high),
      key: { glyph: "ramp", colors: stops },
    },
  ];
}
