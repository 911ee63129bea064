import { cubeOf, figureOf } from "../../../data/cube";
import type { BuildInput } from "../../../draw/model";
import { idOf, type Point } from "../../../draw/scene";
import type { Bar } from "../../bar/figures";
import type { Atlas, Country } from "./atlas";
import { projected } from "./projection";

/** One spot of the map with the values that lie there: "USA" and "United States" are one. */
export interface Place {
  id: string;
  /** The first value's; its figure is drawn. */
  bar: Bar;
  bars: Bar[];
  /** Null where it is known by coordinates only. */
  country: Country | null;
  /** On the plane. */
  middle: Point;
}

export interface Found {
  places: Place[];
  /** Names that are nowhere on the map. */
  unknown: string[];
}

/** Finds values by their coordinates where the answers have them, else by country; what is not found is named. */
export function findPlaces(bars: readonly Bar[], atlas: Atlas, input: BuildInput): Found {
  const spots = input.object.as === "points" ? spotsOf(input) : null;
  const locales = [input.context.locale, input.context.document.language];
  const places = new Map<string, Place>();
  const unknown: string[] = [];
  for (const bar of bars) {
    if (bar.other) continue;
    const spot = spots?.get(bar.key);
    const country = spots ? null : (atlas.byCode.get(codeOf(bar, atlas, locales) ?? "") ?? null);
    const middle = spot ?? country?.middle;
    // What other selections exclude has no coordinates to be drawn at.
    if (!middle && spots && bar.state?.startsWith("X")) continue;
    if (!middle) {
      unknown.push(bar.name);
      continue;
    }
    const id = country ? `place:${country.code}` : idOf("place", bar.key);
    const known = places.get(id);
    if (known) known.bars.push(bar);
    else places.set(id, { id, bar, bars: [bar], country, middle });
  }
  return { places: [...places.values()], unknown };
}

const codeOf = ({ key, name }: Bar, atlas: Atlas, locales: readonly string[]): string | undefined =>
  atlas.codeOf(name, locales) ?? atlas.codeOf(String(key ?? ""), locales);

function spotsOf({ answers }: BuildInput): Map<unknown, Point> | null {
  const cube = cubeOf(answers, "spots");
  if (!cube) return null;
  return new Map(
    cube.rows.flatMap(([key, latitude, longitude]): [unknown, Point][] => {
      const [y, x] = [figureOf(latitude), figureOf(longitude)];
      const real = y !== null && x !== null && Math.abs(y) <= 90 && Math.abs(x) <= 180;
      return real ? [[key ?? null, projected([x, y])]] : [];
    }),
  );
}
