import type { CellValue } from "@/server/platform/model";
import { colorIndexes } from "../../data/color-ranks";
import type { Glyph, LegendItem } from "../../draw/marks";
import type { BuildInput } from "../../draw/model";
import type { ScatterPoint } from "./points";

const GLYPHS: readonly Glyph[] = ["circle", "square", "triangle", "diamond"];

export interface Look {
  glyph: Glyph;
  color: string;
}

export interface Groups {
  lookOf(point: Pick<ScatterPoint, "group">): Look;
  legend: LegendItem[];
}

/** Shape and color of the largest groups (by y); all others are hollow rings. */
export function groupsOf(points: readonly ScatterPoint[], grouped: boolean, input: BuildInput): Groups {
  const { palette, object, say, context } = input;
  const plain: Look = { glyph: "circle", color: palette.series[0] ?? palette.other };
  if (!grouped) return { lookOf: () => plain, legend: [] };
  const sums = new Map<CellValue, number>();
  for (const { group, y } of points) sums.set(group, (sums.get(group) ?? 0) + Math.abs(y));
  const ranked = [...sums].sort((a, b) => b[1] - a[1]).map(([group]) => group);
  const named = ranked.slice(0, Math.min(object.color?.limit ?? 4, 4));
  const colors = colorIndexes(named, input.answers, palette.series.length);
  const looks = new Map(
    named.map((group, i): [CellValue, Look] => [
      group,
      { glyph: GLYPHS[i] ?? "circle", color: palette.series[colors.get(group) ?? 0] ?? palette.other },
    ]),
  );
  const rest: Look = { glyph: "ring", color: palette.other };
  const field = object.color?.field ?? "";
  return {
    lookOf: ({ group }) => looks.get(group) ?? rest,
    legend: [
      ...named.map((group) => ({ text: context.formats.field(group, field), key: looks.get(group) ?? rest })),
      ...(ranked.length > named.length ? [{ text: say("otherShort"), key: rest }] : []),
    ],
  };
}
