import type { Geometry, Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
// By its path, so that every bundle holds it: processes of their own find no JSON in packages.
import iso from "@/node_modules/i18n-iso-countries/codes.json";
import world from "@/node_modules/world-atlas/countries-110m.json";
import type { Box, Point } from "../../../draw/scene";
import type { Atlas, Country } from "./atlas";
import { countryFinder } from "./names";
import { around, boundsOf, projected, weightOf } from "./projection";
import { smallPlaces } from "./small-places";

/** Shapes without a number: a code that users of ISO 3166 agreed on, and parts of countries by ISO 3166. */
const UNNUMBERED: Record<string, string> = { Kosovo: "XK", Somaliland: "SO", "N. Cyprus": "CY" };
/**
 * An island belongs to where a country is looked for when it is half as large as its mainland, or a fifth and not too far
 * away, measured by the mainland's longer side: Alaska and Hokkaido do, Svalbard does not.
 */
const LARGE_PART = 0.5;
const FAIR_PART = 0.2;
const NEAR = 0.35;

type Countries = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** The bundled shapes of all countries (Natural Earth 1:110m), and the names they are found by. */
export function readAtlas(): Omit<Atlas, "draw"> {
  const topology = world as unknown as Countries;
  const byNumber = new Map(iso.map(([two, , number]) => [number, two]));
  const rings = new Map<string, Point[][]>();
  for (const { id, geometry, properties } of feature(topology, topology.objects.countries).features) {
    const code = byNumber.get(String(id)) ?? UNNUMBERED[properties.name] ?? properties.name;
    rings.set(code, [...(rings.get(code) ?? []), ...outlines(geometry)]);
  }
  const shaped = [...rings].map(([code, own]) => countryOf(code, own));
  const dots = [...smallPlaces].map(([code, place]): Country => {
    const [x, y] = projected(place);
    return { code, rings: [], area: 0, middle: [x, y], box: { x, y, width: 0, height: 0 } };
  });
  const finders = new Map<string, ReturnType<typeof countryFinder>>();
  const countries = [...shaped, ...dots].sort((a, b) => b.area - a.area);
  return {
    countries,
    byCode: new Map(countries.map((country) => [country.code, country])),
    codeOf(name, locales) {
      const key = locales.join();
      const find = finders.get(key) ?? countryFinder(locales);
      finders.set(key, find);
      return find(name);
    },
  };
}

/** Outer rings, projected. Holes are left out: what lies in them is drawn later, being smaller. */
function outlines(geometry: Geometry): Point[][] {
  const polygons =
    geometry.type === "Polygon"
      ? [geometry.coordinates]
      : geometry.type === "MultiPolygon"
        ? geometry.coordinates
        : [];
  return polygons.flatMap(([outer]) => (outer ? [unwrapped(outer).map(projected)] : []));
}

/** A ring across the 180th meridian goes on beyond it, to the side where most of it lies. */
function unwrapped(ring: readonly Position[]): Point[] {
  let turn = 0;
  const points = ring.map(([longitude = 0, latitude = 0], i): Point => {
    const step = longitude - (ring[i - 1]?.[0] ?? longitude);
    if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
    return [longitude + turn, latitude];
  });
  const { x, width } = boundsOf(points);
  const middle = x + width / 2;
  const back = middle > 180 ? -360 : middle < -180 ? 360 : 0;
  return points.map(([longitude, latitude]) => [longitude + back, latitude]);
}

function countryOf(code: string, rings: Point[][]): Country {
  const parts = rings.map((ring) => ({ ring, ...weightOf(ring) })).sort((a, b) => b.area - a.area);
  const [main] = parts;
  const mainland = boundsOf(main?.ring ?? []);
  const reach = NEAR * Math.max(mainland.width, mainland.height);
  const shareOf = (area: number) => area / (main?.area || 1);
  const large = parts
    .map(({ area, ring }) => ({ share: shareOf(area), box: boundsOf(ring) }))
    .filter(({ share, box }) => share >= LARGE_PART || (share >= FAIR_PART && gap(box, mainland) <= reach))
    .map(({ box }) => box);
  const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 };
  return {
    code,
    rings: parts.map(({ ring }) => ring),
    area: main?.area ?? 0,
    middle: main?.middle ?? [0, 0],
    box: around(large) ?? nowhere,
  };
}

/** The longer way, across or down, from one box to another; 0 where they overlap. */
const gap = (one: Box, other: Box): number =>
  Math.max(
    0,
    other.x - one.x - one.width,
    one.x - other.x - other.width,
    other.y - one.y - one.height,
    one.y - other.y - other.height,
  );
