import type { SheetObject } from "@/server/templates/sheet-schema";
import { latePart } from "../../../../ui/late-part";
import type { BuildInput, ChartModel } from "../../../draw/model";
import type { Box, Point } from "../../../draw/scene";

/** A country on the plane of `projected`. */
export interface Country {
  /** ISO 3166 alpha-2. */
  code: string;
  /** Outlines, the largest first; none of a place too small for a shape. */
  rings: Point[][];
  /** Of the largest outline. */
  area: number;
  middle: Point;
  /** Around its mainland and what is nearly as large. */
  box: Box;
}

export interface Atlas {
  /** The largest first, so that enclosed ones lie on top. */
  countries: Country[];
  byCode: ReadonlyMap<string, Country>;
  /** Code by ISO code or name; `locales` beside English, German and French. */
  codeOf(name: string, locales: readonly string[]): string | undefined;
  /** Draws over the shapes: loaded with them, since without them nothing of it is needed. */
  draw(input: BuildInput): ChartModel;
}

export interface AtlasState {
  atlas: Atlas | null;
  failed: boolean;
}

const drawn = latePart(() => import("./drawn").then(({ drawnAtlas }) => drawnAtlas()));

/** Whether an object is drawn over the shapes of countries. */
export const needsAtlas = ({ kind, as }: Pick<SheetObject, "kind" | "as">): boolean =>
  kind === "map" && (as === "areas" || as === "points");

/** Fetches the shapes once; a failure is tried again the next time. */
export const fetchAtlas = (): Promise<unknown> => drawn.fetch();

/** The same for a button. */
export const fetchAtlasAgain = drawn.again;

let known: AtlasState = { atlas: null, failed: false };

/** The shapes, if they are here already; `failed`: they could not be fetched. */
export function atlasState(): AtlasState {
  const { found: atlas, failed } = drawn.state();
  if (known.atlas !== atlas || known.failed !== failed) known = { atlas, failed };
  return known;
}

/** Hears when the shapes are here or could not be fetched, and fetches them. @returns stops hearing */
export const onAtlas = drawn.subscribe;
