import { cubeOf, figureOf } from "../../../data/cube";
import type { BuildInput } from "../../../draw/model";
import { idOf, type Point } from "../../../draw/scene";
import type { Bar, BarFigures } from "../../bar/figures";
import { isExcluded } from "../empty";
import type { Atlas, Country } from "./atlas";
import { type Gathered, gathered } from "./gather";
import { projected } from "./projection";

/** One spot of the map with the values that lie there: "USA" and "United States" are one. */
export interface Place {
  id: string;
  bars: Bar[];
  gathered: Gathered;
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

type Spot = Omit<Place, "gathered">;

/** Finds values by their coordinates where the answers have them, else by country; what is not found is named. */
export function findPlaces(
  bars: readonly Bar[],
  atlas: Atlas,
  input: BuildInput,
  figures: Pick<BarFigures, "addsUp">,
): Found {
  const spots = input.object.as === "points" ? spotsOf(input) : null;
  const locales = [input.context.locale, input.context.document.language];
  const found = new Map<string, Spot>();
  const unknown: string[] = [];
  for (const bar of bars) {
    if (bar.other) continue;
    const country = spots ? null : (atlas.byCode.get(codeOf(bar, atlas, locales) ?? "") ?? null);
    const middle = spots?.get(bar.key) ?? country?.middle;
    if (!middle) {
      // What is excluded has no figure that could be missed.
      if (!(spots && isExcluded(bar.state))) unknown.push(bar.name);
      continue;
    }
    const id = country ? `place:${country.code}` : idOf("place", bar.key);
    const known = found.get(id);
    if (known) known.bars.push(bar);
    else found.set(id, { id, bars: [bar], country, middle });
  }
  const places = [...found.values()].map((spot) => ({ ...spot, gathered: gathered(spot.bars, figures) }));
  return { places, unknown };
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
